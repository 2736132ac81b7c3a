package alcove.room;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.identity.FeedSignature;
import alcove.room.aliases.AliasRegistration;
import alcove.room.model.SecretToken;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;

class ValuesTest {
  /** The room and the user of go-ssb-room's test of the same statement. */
  private static final String ROOM = "@dGVzdHRlc3R0ZXN0dGVzdHRlc3R0ZXN0dGVzdHRlc3Q=.ed25519";

  private static final String USER = "@Rt2aJrtOqWXhBZ5/vlfzeWQ9Bj/z6iT8CMhlr2WWlG4=.ed25519";

  @Test
  void registration_signsExactlyThisText() throws Exception {
    AliasRegistration registration =
        new AliasRegistration(FeedId.parse(ROOM), FeedId.parse(USER), "TestConfirmation");

    assertThat(registration.signedText())
        .isEqualTo("=room-alias-registration:" + ROOM + ":" + USER + ":TestConfirmation");
  }

  @Test
  void registration_isSignedByItsUserAlone() throws Exception {
    byte[] seed = "yeah".repeat(8).getBytes(StandardCharsets.US_ASCII);
    FeedKeyPair user = FeedKeyPair.ofSeed(RoomFixture.CRYPTO, seed);
    AliasRegistration registration =
        new AliasRegistration(FeedId.parse(ROOM), user.id(), "TestConfirmation");
    byte[] text = registration.signedText().getBytes(StandardCharsets.UTF_8);
    FeedSignature good = FeedSignature.of(user.sign(RoomFixture.CRYPTO, text));
    FeedSignature bad = FeedSignature.of(RoomFixture.keys(7).sign(RoomFixture.CRYPTO, text));

    assertThat(user.id()).hasToString(USER);
    assertThat(registration.isSignedBy(good, RoomFixture.CRYPTO)).isTrue();
    assertThat(registration.isSignedBy(bad, RoomFixture.CRYPTO)).isFalse();
  }

  @Test
  void token_ofAnotherRoomServer_isReadWithItsPadding() {
    byte[] bytes = new byte[50];
    String padded = Base64.getUrlEncoder().encodeToString(bytes);
    String bare = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);

    assertThat(padded).hasSize(68);
    assertThat(SecretToken.parse(padded).orElseThrow().hash())
        .isEqualTo(SecretToken.parse(bare).orElseThrow().hash())
        // sha256sum of 50 zero bytes
        .isEqualTo("cc2786e1f9910a9d811400edcddaf7075195f7a16b216dcbefba3bc7c4f2ae51");
  }

  @Test
  void token_shorterOrLongerThanAnyOfOurs_isNone() {
    assertThat(SecretToken.parse("A".repeat(20))).isEmpty();
    assertThat(SecretToken.parse("A".repeat(88))).isEmpty();
    assertThat(SecretToken.parse("A".repeat(10_000))).isEmpty();
    assertThat(SecretToken.parse("\u00e4".repeat(43))).isEmpty();
  }

  @Test
  void tokens_areNeverTheSame_andDoNotShowThemselves() {
    SecretToken token = SecretToken.create();

    assertThat(token.text()).isNotEqualTo(SecretToken.create().text());
    assertThat(token.toString()).isEqualTo("[secret]");
    assertThat(SecretToken.parse(token.text()).orElseThrow().hash()).isEqualTo(token.hash());
  }
}
