package alcove.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What queries and forms say, whatever they look like. */
class FieldsTest {
  @Test
  void fields_wellWritten_areDecoded() {
    Fields fields = Fields.parse("a=1&b=x%20y+z&c=&d=%E2%9B%B5&e=f==");

    assertThat(fields.get("a")).hasValue("1");
    assertThat(fields.get("b")).hasValue("x y z");
    assertThat(fields.get("c")).hasValue("");
    assertThat(fields.get("d")).hasValue("⛵");
    assertThat(fields.get("e")).hasValue("f==");
    assertThat(fields.get("f")).isEmpty();
  }

  @Test
  void fields_wronglyEncoded_areLeftOutAlone() {
    Fields fields = Fields.parse("a=%&b=%zz&%=c&=d&e&&f=%4&g=fine");

    assertThat(fields.get("g")).hasValue("fine");
    for (String name : new String[] {"", "a", "b", "%", "e", "f"}) {
      assertThat(fields.get(name)).isEmpty();
    }
  }

  @Test
  void fields_ofSameName_countOnce() {
    assertThat(Fields.parse("a=1&a=2").get("a")).hasValue("1");
  }

  @Test
  void fields_beyondTheMost_areLeftOut() {
    String many = "x=1&".repeat(256) + "late=1";

    assertThat(Fields.parse(many).get("x")).hasValue("1");
    assertThat(Fields.parse(many).get("late")).isEmpty();
    assertThat(Fields.parse(null).get("a")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "007, 7",
    "+12+, 12",
    "999999999999999999, 999999999999999999",
    "1000000000000000000,",
    "-1,",
    "1.5,",
    "%D9%A1,",
    "many,",
    "'',"
  })
  void number_isOneThatFits_orNone(String written, @Nullable Long number) {
    assertThat(Fields.parse("n=" + written).number("n")).isEqualTo(Optional.ofNullable(number));
    assertThat(Fields.parse("m=1").number("n")).isEmpty();
  }

  @Test
  void endOfDay_isTheNextMidnight_ofAYearThatDatabasesKeep() throws Exception {
    assertThat(Fields.parse("d=+2026-12-31+").endOfDay("d"))
        .hasValue(Instant.parse("2027-01-01T00:00:00Z"));
    assertThat(Fields.parse("d=+").endOfDay("d")).isEmpty();
    assertThat(Fields.parse("e=1").endOfDay("d")).isEmpty();
    for (String none : List.of("2026-02-30", "tomorrow", "9999-01-01", "0000-01-01")) {
      assertThatThrownBy(() -> Fields.parse("d=" + none).endOfDay("d"))
          .isInstanceOfSatisfying(
              RefusedException.class,
              refused -> assertThat(refused.reason()).isEqualTo(Refusal.NO_DAY));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
    "Pacific/Auckland, 2026-03-28T11:00:00Z, 2026-03-29T11:00:00Z",
    "'', 2026-03-29T00:00:00Z, 2026-03-30T00:00:00Z",
    "Europe/Atlantis, 2026-03-29T00:00:00Z, 2026-03-30T00:00:00Z",
    "+99:00, 2026-03-29T00:00:00Z, 2026-03-30T00:00:00Z"
  })
  void day_withAZone_beginsAndEndsThere_elseInUtc(String zone, Instant start, Instant end)
      throws Exception {
    Fields form = Fields.parse("d=2026-03-29&zone=" + zone.replace("+", "%2B"));

    assertThat(form.startOfDay("d")).hasValue(start);
    assertThat(form.endOfDay("d")).hasValue(end);
  }

  @Test
  void zone_thatIsFarTooLong_isNotLookedAt() throws Exception {
    assertThat(Fields.parse("d=2026-03-29&zone=" + "UTC+1".repeat(100_000)).endOfDay("d"))
        .hasValue(Instant.parse("2026-03-30T00:00:00Z"));
  }

  @Test
  void newPassword_enteredTwice_mustBeOne() throws Exception {
    assertThat(Fields.parse("password=long+enough&again=long+enough").newPassword())
        .isEqualTo("long enough");
    assertThatThrownBy(() -> Fields.parse("password=one&again=another").newPassword())
        .isInstanceOf(RefusedException.class);
  }
}
