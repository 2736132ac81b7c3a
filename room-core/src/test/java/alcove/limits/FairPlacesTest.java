package alcove.limits;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FairPlacesTest {
  private final FairPlaces<String> places = new FairPlaces<>(4);

  private void add(String origin, String... those) {
    for (String one : those) {
      places.add(one, origin);
    }
  }

  @Test
  void makeWay_forSomebodyElse_takesTheOldestOfWhoHasMost() {
    add("victim", "v1");
    add("greedy", "g1", "g2", "g3");
    assertThat(places.isFull()).isTrue();

    assertThat(places.makeWay("newcomer", _ -> true)).contains("g1");
    add("newcomer", "n1");
    assertThat(places.makeWay("other", _ -> true)).contains("g2");
  }

  @Test
  void makeWay_forWhoHasMost_takesOfItsOwn() {
    add("victim", "v1");
    add("greedy", "g1", "g2", "g3");

    assertThat(places.makeWay("greedy", _ -> true)).contains("g1");
  }

  @Test
  void makeWay_whereAllHaveAsMany_takesNobodyElses() {
    add("a", "a1");
    add("b", "b1");

    assertThat(places.makeWay("a", _ -> true)).contains("a1");
    assertThat(places.of("b")).isEqualTo(1);
  }

  @Test
  void makeWay_forANewcomer_takesAtMostWhatOneHas() {
    add("a", "a1");
    add("b", "b1");

    assertThat(places.makeWay("c", _ -> true)).contains("a1");
    assertThat(places.size()).isEqualTo(1);
  }

  @Test
  void makeWay_passesOverWhoMayNotGo() {
    add("greedy", "g1", "g2", "g3");
    add("b", "b1");

    assertThat(places.makeWay("c", each -> !each.equals("g1"))).contains("g2");
    assertThat(places.makeWay("c", each -> each.startsWith("b"))).contains("b1");
    assertThat(places.makeWay("c", _ -> false)).isEmpty();
    assertThat(places.size()).isEqualTo(2);
  }

  @Test
  void withoutOrigin_theyCountAsOne() {
    places.add("x", null);
    places.add("y", null);
    add("b", "b1");

    assertThat(places.of(null)).isEqualTo(2);
    assertThat(places.makeWay("c", _ -> true)).contains("x");
  }

  @Test
  void remove_forgetsOriginsThatHaveNothing() {
    add("a", "a1", "a2");
    places.remove("a1");
    places.remove("a1");
    places.remove("nobody");

    assertThat(places.of("a")).isEqualTo(1);
    assertThat(places.size()).isEqualTo(1);
    places.remove("a2");
    assertThat(places.makeWay("c", _ -> true)).isEmpty();
  }
}
