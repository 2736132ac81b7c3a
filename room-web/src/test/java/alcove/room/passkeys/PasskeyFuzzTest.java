package alcove.room.passkeys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.fuzz.Choices;
import alcove.fuzz.FuzzTarget;
import alcove.room.model.RefusedException;
import alcove.room.model.SecretToken;
import java.util.List;

/**
 * Any answer of a device that nobody has: refused for one reason, whatever its CBOR and JSON are.
 */
class PasskeyFuzzTest extends FuzzTarget {
  private static final RelyingParty SITE = new RelyingParty("room.example", "https://room.example");

  @Override
  protected long mostAllocated(int length) {
    return (16L << 20) + (16L << 10) * length;
  }

  @Override
  protected void test(byte[] input) {
    var choices = new Choices(input);
    var challenge =
        new PasskeyChallenge(
            "purpose",
            "AAAAAAAAAAAAAAAAAAAAAA",
            "AAAA",
            List.of(),
            SecretToken.parse("AAAAAAAAAAAAAAAAAAAAAA").orElseThrow());
    boolean makes = choices.flag();
    byte[] own =
        "{\"type\":\"webauthn.%s\",\"challenge\":\"AAAA\",\"origin\":\"https://room.example\"}"
            .formatted(makes ? "create" : "get")
            .getBytes(UTF_8);
    byte[] said = choices.flag() ? own : choices.bytes(choices.between(0, 255));
    String clientData = PasskeyAnswer.encode(said);
    try {
      if (makes) {
        PasskeyVerifier.made(
            SITE,
            challenge,
            new PasskeyAnswer.Made(clientData, PasskeyAnswer.encode(choices.rest())));
      } else {
        byte[] data = choices.bytes(choices.between(0, 255));
        byte[] signature = choices.bytes(choices.between(0, 80));
        PasskeyVerifier.signed(
            SITE,
            challenge,
            new Passkey.Credential(
                "AAAA", PasskeyAnswer.encode(choices.rest()), "AAAA", 0, false, false),
            new PasskeyAnswer.Signed(
                clientData,
                "AAAA",
                PasskeyAnswer.encode(data),
                PasskeyAnswer.encode(signature),
                "AAAA"));
      }
      throw new AssertionError("nobody signs by accident");
    } catch (RefusedException | PasskeyVerifier.CounterException refused) {
      assertThat(refused).isInstanceOf(RefusedException.class);
    }
  }
}
