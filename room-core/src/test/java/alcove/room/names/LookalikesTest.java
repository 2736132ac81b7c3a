package alcove.room.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which names look alike. */
class LookalikesTest {
  private final Lookalikes lookalikes = new Lookalikes();

  @ParameterizedTest
  @CsvSource({
    "alice, Alice",
    "alice, \u0430lice",
    "alice, AIice",
    "alice, a1ice",
    "alice, \uff41\uff4c\uff49\uff43\uff45",
    "alice, ali ce",
    "Alice B, aliceb",
    "modern, rnodern",
    "O0, 00",
    "\u0410\u043d\u043d\u0430, Aнна",
    "stra\u00dfe, STRASSE"
  })
  void names_thatLookAlike_doSoBothWays(String one, String other) {
    assertThat(lookalikes.isTaken(one, Stream.of("bob", other))).isTrue();
    assertThat(lookalikes.isTaken(other, Stream.of("bob", one))).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"alice, alicia", "Anna, Hanna", "\u738b, \u7389", "Jos\u00e9, Jose"})
  void names_thatDoNot_areFree(String one, String other) {
    assertThat(lookalikes.isTaken(one, Stream.of(other))).isFalse();
  }

  @Test
  void names_thatWereAskedForBefore_areJudgedAnew() {
    assertThat(lookalikes.isTaken("anna", Stream.of("Anna", "bob"))).isTrue();
    assertThat(lookalikes.isTaken("anna", Stream.of("bob"))).isFalse();
    assertThat(lookalikes.isTaken("anna", Stream.of("Anna", "bob"))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Admin",
        "\u0430dmin",
        "Anna (ADMIN)",
        "Moderator Anna",
        "the 0perator",
        "You",
        "nobody",
        "Harbour",
        "H\u0430rbour"
      })
  void name_ofThoseWhoRunTheRoom_orOfNobody_isOfficial(String name) {
    assertThat(Lookalikes.isOfficial(name, "Harbour")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Anna", "Modesta", "Administer", "Anna of Harbour", "your friend"})
  void name_ofAPerson_isNot(String name) {
    assertThat(Lookalikes.isOfficial(name, "Harbour")).isFalse();
  }
}
