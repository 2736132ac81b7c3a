package alcove.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExpiringPlacesTest {
  private Instant now = Instant.parse("2026-05-01T12:00:00Z");
  private final ExpiringPlaces<String> places = new ExpiringPlaces<>(3, () -> now);

  private List<String> put(String name, String origin) {
    return places.put(name, "value of " + name, now.plusSeconds(60), origin);
  }

  @Test
  void value_isThereUntilItsEnd_andLeavesItsPlaceThen() {
    put("a", "x");
    now = now.plusMillis(59_999);
    assertThat(places.find("a")).contains("value of a");
    assertThat(places.left(now)).isEqualTo(Duration.ofMillis(1));

    now = now.plusMillis(1);
    assertThat(places.find("a")).isEmpty();
    assertThat(places.all(_ -> true)).isEmpty();
    assertThat(put("b", "x")).containsExactly("value of a");
  }

  @Test
  void oneTooMany_takesThePlaceOfTheOldestOfWhoHasMost() {
    put("a", "x");
    put("b", "y");
    put("c", "y");

    assertThat(put("d", "z")).containsExactly("value of b");
    assertThat(places.all(_ -> true)).containsExactly("value of a", "value of c", "value of d");
    assertThat(put("e", "z")).as("of its own, as nobody has more").containsExactly("value of d");
  }

  @Test
  void value_removed_isGivenOnce_andLeavesItsPlace() {
    put("a", "x");
    put("b", "x");
    put("c", "x");

    assertThat(places.remove("b")).contains("value of b");
    assertThat(places.remove("b")).isEmpty();
    assertThat(put("d", "z")).isEmpty();
  }

  @Test
  void value_ofTheSameHash_isReplaced_andIsTheNewest() {
    put("a", "x");
    put("b", "x");
    put("c", "x");

    assertThat(put("a", "x")).isEmpty();
    assertThat(put("d", "x")).containsExactly("value of b");
  }

  @Test
  void oldestThatFit_areTakenOut_soManyAtMost() {
    put("a", "x");
    put("b", "x");
    put("c", "x");

    assertThat(places.removeOldest(each -> !each.endsWith("b"), 1)).containsExactly("value of a");
    assertThat(places.all(_ -> true)).containsExactly("value of b", "value of c");

    places.clear();
    assertThat(places.find("b")).isEmpty();
    assertThat(put("d", "x")).isEmpty();
  }
}
