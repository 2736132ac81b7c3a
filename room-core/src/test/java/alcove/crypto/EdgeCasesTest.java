package alcove.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.crypto.Vectors.Vector;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** What must be refused, and what must not, by each implementation and for the same reason. */
@ParameterizedClass
@MethodSource("alcove.crypto.Implementations#all")
record EdgeCasesTest(Crypto crypto) {
  @Test
  void verify_edges_areJudgedAsStated() {
    var verdicts = new ArrayList<String>();
    var expected = new ArrayList<String>();
    for (Vector vector : Vectors.read("ed25519-edges.txt")) {
      boolean verified = crypto.verify(vector.bytes(2), vector.bytes(3), vector.bytes(4));
      if (!vector.text(0).equals("either")) {
        verdicts.add(vector.text(1) + " " + (verified ? "accept" : "refuse"));
        expected.add(vector.text(1) + " " + vector.text(0));
      }
    }
    assertThat(verdicts).hasSizeGreaterThan(55).isEqualTo(expected);
  }

  @Test
  void toX25519Public_points_areJudgedAsStated() {
    assertThat(judged("ed25519-points.txt", crypto::toX25519Public))
        .isEqualTo(stated("ed25519-points.txt"));
  }

  @Test
  void x25519_points_areJudgedAsStated() {
    byte[] secret = crypto.toX25519Secret(new byte[32]);
    assertThat(judged("x25519-points.txt", point -> crypto.x25519(secret, point)))
        .isEqualTo(stated("x25519-points.txt"));
  }

  @Test
  void verify_wrongLengths_refuses() {
    byte[] seed = new byte[32];
    byte[] message = new byte[10];
    byte[] publicKey = crypto.ed25519PublicKey(seed);
    byte[] signature = crypto.sign(seed, message);
    assertThat(crypto.verify(new byte[0], message, signature)).isFalse();
    assertThat(crypto.verify(new byte[33], message, signature)).isFalse();
    assertThat(crypto.verify(publicKey, message, new byte[63])).isFalse();
    assertThat(crypto.verify(publicKey, message, new byte[65])).isFalse();
  }

  @Test
  void sign_keysOfWrongLengths_throws() {
    byte[] key = new byte[32];
    assertThatThrownBy(() -> crypto.sign(new byte[31], key, new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("seed of 31 bytes (must be 32)");
    assertThatThrownBy(() -> crypto.sign(key, new byte[33], new byte[0]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("public key of 33 bytes (must be 32)");
  }

  private interface PublicKeyUse {
    byte[] with(byte[] publicKey) throws InvalidPointException;
  }

  private static List<String> stated(String file) {
    return Vectors.read(file).stream().map(v -> v.text(1) + " " + v.text(0)).toList();
  }

  private static List<String> judged(String file, PublicKeyUse use) {
    return Vectors.read(file).stream().map(v -> v.text(1) + " " + judge(use, v.bytes(2))).toList();
  }

  private static String judge(PublicKeyUse use, byte[] publicKey) {
    try {
      assertThat(use.with(publicKey)).hasSize(32).isNotEqualTo(new byte[32]);
      return "-";
    } catch (InvalidPointException e) {
      return e.reason().name();
    }
  }
}
