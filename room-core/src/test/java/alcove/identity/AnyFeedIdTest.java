package alcove.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnyFeedIdTest {
  private static final String KEY = "-oaWWDs8g73EZFUMfW37R_ULtFEjwKN_DczvdYihjbU=";

  /** What may stand around an id, or be done to it as a whole. */
  private static final List<UnaryOperator<String>> DRESSES =
      List.of(
          text -> text,
          text -> " " + text + "\n",
          text -> "\u200b\ufeff" + text + "\u00a0\u2060",
          text -> "\u2066" + text + "\u2069",
          text -> "\u3164\t" + text + "\u2800\r\n",
          text -> URLEncoder.encode(text, StandardCharsets.UTF_8),
          text -> "\u200e" + URLEncoder.encode(text, StandardCharsets.UTF_8) + " ");

  private final Random random = new Random(7);

  private byte[] key() {
    byte[] key = new byte[32];
    random.nextBytes(key);
    return key;
  }

  private static List<String> forms(byte[] key) {
    String base64 = Base64.getEncoder().encodeToString(key);
    String url = Base64.getUrlEncoder().encodeToString(key);
    String unpadded = Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    return List.of(
        "@" + base64 + ".ed25519",
        "@" + base64 + ".ED25519",
        "@" + base64,
        base64 + ".ed25519",
        base64,
        base64.substring(0, 43),
        "@" + unpadded + ".ed25519",
        "ssb:feed/ed25519/" + url,
        "ssb:feed/ed25519/" + unpadded,
        "ssb:feed/ed25519/" + base64,
        "SSB://Feed/ed25519/" + url,
        "ssb:feed:ed25519:" + url,
        "ssb:feed/classic/" + url,
        "ssb://feed/classic/" + url);
  }

  @Test
  void idInEveryForm_howeverItIsDressed_isTheSame() {
    for (int i = 0; i < 200; i++) {
      byte[] key = key();
      for (String form : forms(key)) {
        for (UnaryOperator<String> dress : DRESSES) {
          assertThat(AnyFeedId.find(dress.apply(form))).as(form).contains(FeedId.of(key));
        }
      }
    }
  }

  /** Whatever is changed in a text, it is no id or another one, never a fault. */
  @Test
  void idWithSomethingChanged_isRefused_orReadAsWhatItSays() throws Exception {
    for (int i = 0; i < 5_000; i++) {
      List<String> forms = forms(key());
      StringBuilder text = new StringBuilder(forms.get(random.nextInt(forms.size())));
      for (int change = random.nextInt(4); change >= 0; change--) {
        int place = random.nextInt(text.length() + 1);
        if (random.nextBoolean() && place < text.length()) {
          text.deleteCharAt(place);
        } else {
          text.insert(
              place, (char) (random.nextBoolean() ? random.nextInt(128) : random.nextInt(65_536)));
        }
      }
      var read = AnyFeedId.find(text.toString());
      if (read.isPresent()) {
        String key = read.get().base64();
        String normal = text.toString().replace('-', '+').replace('_', '/');
        assertThat(normal.contains(key.substring(0, 43)) || normal.indexOf('%') >= 0)
            .as("%s read as %s", text, key)
            .isTrue();
        assertThat(FeedId.parse(read.get().toString())).isEqualTo(read.get());
      }
    }
  }

  @Test
  void text_cutAnywhere_isNoId_untilItsKeyIsWhole() {
    String uri = "ssb:feed/ed25519/" + KEY;
    for (int length = 0; length < uri.length() - 1; length++) {
      assertThat(AnyFeedId.find(uri.substring(0, length))).as(uri.substring(0, length)).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@",
        ".ed25519",
        "@.ed25519",
        "%",
        "%4",
        "%zz",
        "alice",
        "ssb:feed/ed25519/",
        "ssb:message/sha256/" + KEY,
        "ssb:feed/bendybutt-v1/" + KEY,
        "@@" + KEY + ".ed25519",
        "@" + KEY + ".ed25519.ed25519",
        "@" + KEY + ".sha256",
        KEY + " " + KEY,
        "@-oaWWDs8g73EZFUMfW37R_ULtFEjwKN_DczvdYihjbV=.ed25519",
        "@-oaWWDs8g73EZFUMfW37R_ULtFEjwK N_DczvdYihjbU=.ed25519",
        "%2540" + KEY + ".ed25519"
      })
  void textThatIsNoId_isRefused(String text) {
    assertThat(AnyFeedId.find(text)).isEmpty();
    assertThatThrownBy(() -> AnyFeedId.parse(text)).isInstanceOf(MalformedException.class);
  }

  @Test
  void text_longerThanAnyForm_isNotLookedAt() {
    String form = forms(key()).getFirst();

    assertThat(AnyFeedId.find(" ".repeat(AnyFeedId.MAX_LENGTH - form.length()) + form)).isPresent();
    assertThat(AnyFeedId.find(" ".repeat(AnyFeedId.MAX_LENGTH - form.length() + 1) + form))
        .isEmpty();
  }

  /** Where the usual language of the machine has another small letter of I. */
  @Test
  void id_inTurkey_isTheSame() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.of("tr"));
      assertThat(AnyFeedId.find("SSB:FEED/CLASSIC/" + KEY)).isPresent();
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void keysOfAllZerosAndOnes_areIds() {
    for (byte bit : new byte[] {0, -1}) {
      byte[] key = new byte[32];
      Arrays.fill(key, bit);
      assertThat(forms(key)).allMatch(form -> AnyFeedId.find(form).isPresent());
    }
  }
}
