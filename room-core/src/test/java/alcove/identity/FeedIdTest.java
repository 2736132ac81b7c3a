package alcove.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeedIdTest {
  private static final String TEXT = "@11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=.ed25519";

  @Test
  void parse_wellFormed_printsTheSame() throws Exception {
    var id = FeedId.parse(TEXT);
    assertThat(id).hasToString(TEXT).isEqualTo(FeedId.of(id.bytes()));
    assertThat(id.base64()).isEqualTo("11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=");
    assertThat(id.shortName()).isEqualTo("@11qYAY");
    assertThat(FeedId.parseBase64(id.base64())).isEqualTo(id).hasSameHashCodeAs(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@.ed25519",
        "@ed25519",
        ".ed25519",
        "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=.ed25519",
        "@11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
        "@11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=.sha256",
        "@11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo.ed25519",
        "@11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURp=.ed25519",
        "@11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo=.ed25519",
        "@11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHUQ==.ed25519",
        "@11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURoA.ed25519",
        "@11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=.ed25519 ",
        "@11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\n.ed25519",
      })
  void parse_anythingElse_isMalformed(String text) {
    assertThatThrownBy(() -> FeedId.parse(text)).isInstanceOf(MalformedException.class);
  }

  @Test
  void parse_longText_isShownShortenedAndPrintable() {
    assertThatThrownBy(() -> FeedId.parse("@\n\u001b" + "x".repeat(100_000)))
        .hasMessage(
            "\"@??" + "x".repeat(37) + "...\" is not a feed id \"@BASE64.ed25519\" of 32 bytes");
  }

  @Test
  void of_wrongLength_isABug() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeedId.of(new byte[31]))
        .withMessage("public key of 31 bytes (must be 32)");
  }

  @Test
  void bytes_changedByCaller_leaveTheIdAlone() {
    byte[] bytes = new byte[32];
    var id = FeedId.of(bytes);
    Arrays.fill(bytes, (byte) 1);
    Arrays.fill(id.bytes(), (byte) 1);
    assertThat(id).isEqualTo(FeedId.of(new byte[32]));
  }

  @Test
  void compareTo_bytesWithTopBit_ordersUnsigned() {
    byte[] high = new byte[32];
    high[0] = (byte) 0x80;
    assertThat(FeedId.of(high)).isGreaterThan(FeedId.of(new byte[32]));
  }
}
