package alcove.room.names;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What can be a name. */
class NameTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "Anna",
        "Anna from the allotment",
        "O\u2019Neill, Jr.",
        "\u0639\u0644\u064a \u0628\u0646 \u0623\u062d\u0645\u062f",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u05d3\u05d5\u05d3",
        "\u738b\u5c0f\u660e",
        "\u0928\u093f\u0916\u093f\u0932",
        "\ud83d\udc69\u200d\ud83d\udd2c",
        "42"
      })
  void name_ofAnyScript_isKeptAsItIs(String name) {
    assertThat(NameText.kept(name)).contains(name);
  }

  @Test
  void blanksAndLetters_areKeptInOneForm() {
    assertThat(NameText.kept("  Anna\u00a0\u3000 B ")).contains("Anna B");
    assertThat(NameText.kept("A\u030a")).contains("\u00c5");
  }

  @Test
  void length_isCountedInCharacters_notInWhatJavaCounts() {
    assertThat(NameText.kept("\ud83d\udc22".repeat(64))).isPresent();
    assertThat(NameText.kept("\ud83d\udc22".repeat(65))).isEmpty();
    assertThat(NameText.kept("a".repeat(64))).isPresent();
    assertThat(NameText.kept("a".repeat(65))).isEmpty();
    assertThat(NameText.kept(" ".repeat(1_000_000))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "\u200d",
        "\u2800",
        "\u3164",
        "\u115f",
        "\ufe0f",
        "\u0301",
        "a\nb",
        "a\u0000",
        "a\u0085b",
        "a\u202eb",
        "a\u2066b\u2069",
        "a\u200fb",
        "a\u200bb",
        "a\ufeffb",
        "a\u00adb",
        "a\u2028b",
        "a\ud800",
        "a\ue000",
        "a\u0378",
        "a\udb40\udc41",
        "Z\u0351\u0343\u0313\u0321\u0322",
        "@anna",
        "@ait0p7\u2026kWPQ="
      })
  void textThatCannotBeSeenOrChangesWhatIsAroundIt_isNone(String text) {
    assertThat(NameText.kept(text)).isEmpty();
  }
}
