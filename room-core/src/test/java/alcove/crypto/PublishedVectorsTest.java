package alcove.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.crypto.Vectors.Vector;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Vectors that others published, for each implementation. */
@ParameterizedClass
@MethodSource("alcove.crypto.Implementations#all")
record PublishedVectorsTest(Crypto crypto) {
  @Test
  void ed25519_vectorsOfRfc8032_agree() {
    for (Vector vector : Vectors.read("rfc8032.txt")) {
      byte[] seed = vector.bytes(0);
      byte[] publicKey = vector.bytes(1);
      byte[] message = vector.bytes(2);
      byte[] signature = vector.bytes(3);
      assertThat(crypto.ed25519PublicKey(seed)).isEqualTo(publicKey);
      assertThat(crypto.sign(seed, message)).isEqualTo(signature);
      assertThat(crypto.sign(seed, publicKey, message)).isEqualTo(signature);
      assertThat(crypto.verify(publicKey, message, signature)).isTrue();
    }
  }

  @Test
  void x25519_vectorsOfRfc7748_agree() throws Exception {
    for (Vector vector : Vectors.read("rfc7748.txt")) {
      assertThat(crypto.x25519(vector.bytes(0), vector.bytes(1))).isEqualTo(vector.bytes(2));
    }
  }

  @Test
  void x25519_thousandTimes_endsAsRfc7748Says() throws Exception {
    byte[] k = new byte[32];
    k[0] = 9;
    byte[] u = k;
    for (int i = 0; i < 1000; i++) {
      byte[] next = crypto.x25519(k, u);
      u = k;
      k = next;
    }
    assertThat(HexFormat.of().formatHex(k))
        .isEqualTo("684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51");
  }

  @Test
  void x25519PublicKey_keysOfRfc7748_areRight() {
    var vectors = Vectors.read("rfc7748.txt");
    Vector alice = vectors.get(2);
    Vector bob = vectors.get(3);
    assertThat(crypto.x25519PublicKey(alice.bytes(0))).isEqualTo(bob.bytes(1));
    assertThat(crypto.x25519PublicKey(bob.bytes(0))).isEqualTo(alice.bytes(1));
  }

  @Test
  void secretBox_vectorOfNaCl_agrees() {
    Vector vector = Vectors.read("secretbox.txt").getFirst();
    byte[] key = vector.bytes(0);
    byte[] nonce = vector.bytes(1);
    byte[] plain = vector.bytes(2);
    byte[] mac = new byte[Crypto.MAC];
    byte[] cipher = new byte[plain.length];
    crypto.seal(plain, 0, plain.length, cipher, 0, mac, 0, nonce, key);
    assertThat(mac).isEqualTo(vector.bytes(3));
    assertThat(cipher).isEqualTo(vector.bytes(4));
    assertThat(crypto.open(cipher, 0, cipher.length, mac, 0, cipher, 0, nonce, key)).isTrue();
    assertThat(cipher).isEqualTo(plain);
  }

  @Test
  void conversion_vectorOfLibsodium_agrees() throws Exception {
    Vector vector = Vectors.read("conversion.txt").getFirst();
    byte[] seed = vector.bytes(0);
    assertThat(crypto.toX25519Public(crypto.ed25519PublicKey(seed))).isEqualTo(vector.bytes(1));
    assertThat(crypto.toX25519Secret(seed)).isEqualTo(vector.bytes(2));
  }

  @Test
  void authenticate_vectorOfNaCl_agreesAndIsNotHmacSha512Of256() throws Exception {
    Vector vector = Vectors.read("authenticate.txt").getFirst();
    byte[] mac = crypto.authenticate(vector.bytes(0), vector.bytes(1));
    assertThat(mac).isEqualTo(vector.bytes(2));
    var other = Mac.getInstance("HmacSHA512/256");
    other.init(new SecretKeySpec(vector.bytes(0), "HmacSHA512/256"));
    assertThat(mac).isNotEqualTo(other.doFinal(vector.bytes(1)));
  }

  @Test
  void sha256_partsOfAbc_isTheHashOfAbc() {
    byte[] hash =
        crypto.sha256(
            "a".getBytes(StandardCharsets.UTF_8),
            new byte[0],
            "bc".getBytes(StandardCharsets.UTF_8));
    assertThat(HexFormat.of().formatHex(hash))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
}
