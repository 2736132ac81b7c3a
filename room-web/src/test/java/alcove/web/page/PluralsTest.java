package alcove.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The plural forms of texts. */
class PluralsTest {
  private static final String ENGLISH =
      "{1}: {0, plural, =0 {nobody} one {# person ({0})} other {# people of {1}}}!";

  private static String choose(String tag, String text, Object... values) {
    return Plurals.choose(text, Locale.forLanguageTag(tag), values);
  }

  @ParameterizedTest
  @CsvSource({
    "0, {1}: nobody!",
    "1, {1}: {0} person ({0})!",
    "2, {1}: {0} people of {1}!",
    "1000000, {1}: {0} people of {1}!",
    "1.5, {1}: {0} people of {1}!"
  })
  void number_inEnglish_takesItsForm(String number, String expected) {
    assertThat(choose("en", ENGLISH, number, "x")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "pl, 1, one", "pl, 2, few", "pl, 5, many", "pl, 12, many", "pl, 22, few", "pl, 0, many",
    "ar, 0, zero", "ar, 1, one", "ar, 2, two", "ar, 3, few", "ar, 11, many", "ar, 100, other",
    "fr, 0, one", "de-CH, 1, one", "ja, 1, other", "xx-none, 1, other"
  })
  void number_inALanguage_takesTheFormOfCldr(String tag, int number, String form) {
    String text =
        "{0, plural, zero {zero} one {one} two {two} few {few} many {many} other {other}}";

    assertThat(choose(tag, text, number)).isEqualTo(form);
  }

  @Test
  void formThatATextLacks_isOther() {
    assertThat(choose("pl", "{0, plural, one {a} other {b}}", 3)).isEqualTo("b");
  }

  @Test
  void formsWithinForms_areChosenToo() {
    String text =
        "{0, plural, one {# day and {1, plural, one {# hour} other {# hours}}} other {# days}}";

    assertThat(choose("en", text, 1, 2)).isEqualTo("{0} day and {1} hours");
    assertThat(Plurals.places(text)).isEqualTo(2);
  }

  @Test
  void valuesThemselves_areNoPartOfTheText() {
    assertThat(
            Texts.builtIn().say(Language.ENGLISH, "doctor.found.dns-resolves", "{1} # 'x'", "1234"))
        .isEqualTo("{1} # 'x' has 1234 addresses in the DNS.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{0, plural, one {a}}",
        "{0, plural, one {a} other {b}",
        "{0, plural, one {a} other b}",
        "{0, plural, }",
        "{0, plural, offset:1 one {a} other {b}}",
        "{name, plural, one {a} other {b}} {0, plural, other {b}}",
        "{0, plural, other {{1, select, other {b}}}}",
        "{0, plural, other {{1, selectordinal, other {b}}}}",
        "{99999999999, plural, other {b}}"
      })
  void text_thatIsMalformed_isRefused(String text) {
    assertThat(Plurals.areIn(text)).isTrue();
    assertThatIllegalArgumentException().isThrownBy(() -> Plurals.places(text));
  }

  @Test
  void text_thatNestsWithoutEnd_isRefused() {
    for (int depth : List.of(250, 40_000)) {
      String deep = "{0, plural, other {".repeat(depth);

      assertThatIllegalArgumentException().isThrownBy(() -> Plurals.places(deep));
    }
  }

  @Test
  void value_thatIsNoNumberOrMissing_takesTheFormOther() {
    assertThat(choose("en", ENGLISH, "many", "x")).isEqualTo("{1}: {0} people of {1}!");
    assertThat(choose("en", "{3, plural, one {x} other {# y}}", 1, 2)).isEqualTo("{3} y");
  }

  @Test
  void text_withoutForms_hasNone() {
    assertThat(Plurals.areIn("a plural, {0, choice, 0#x} {0}")).isFalse();
  }
}
