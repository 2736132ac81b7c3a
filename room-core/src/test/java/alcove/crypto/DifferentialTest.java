package alcove.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * Both implementations on the same random input, right and wrong. The seed is fixed so that a
 * failure repeats.
 */
class DifferentialTest {
  private final Random random = new Random(7);
  private final Crypto java = new BouncyCastleCrypto();
  private final Crypto sodium = SodiumCrypto.load();

  DifferentialTest() throws CryptoUnavailableException {}

  @Test
  void seal_anyLengthAndOffset_isTheSame() {
    for (int length = 0; length <= 4200; length = length < 200 ? length + 1 : length + 37) {
      byte[] key = bytes(Crypto.KEY);
      byte[] nonce = bytes(Crypto.NONCE);
      int offset = random.nextInt(5);
      byte[] left = bytes(offset + Crypto.MAC + length + 3);
      byte[] right = left.clone();
      int body = offset + Crypto.MAC;
      byte[] plain = left.clone();
      java.seal(left, body, length, left, body, left, offset, nonce, key);
      sodium.seal(right, body, length, right, body, right, offset, nonce, key);
      assertThat(left).as("length %d", length).isEqualTo(right);
      assertThat(java.open(right, body, length, right, offset, right, body, nonce, key)).isTrue();
      assertThat(sodium.open(left, body, length, left, offset, left, body, nonce, key)).isTrue();
      assertThat(left).isEqualTo(right);
      assertThat(Arrays.copyOfRange(left, body, left.length))
          .isEqualTo(Arrays.copyOfRange(plain, body, left.length));
    }
  }

  @Test
  void sealAndOpen_insideAndOutsideTheHeap_areTheSame() {
    MemorySegment nonce = MemorySegment.ofArray(bytes(Crypto.NONCE));
    MemorySegment key = MemorySegment.ofArray(bytes(Crypto.KEY));
    for (Crypto each : List.of(java, sodium)) {
      for (int length : new int[] {0, 1, 31, 32, 33, 95, 96, 97, 4096}) {
        MemorySegment plain = MemorySegment.ofArray(bytes(length));
        MemorySegment inside = MemorySegment.ofArray(new byte[Crypto.MAC + length]);
        MemorySegment outside =
            MemorySegment.ofBuffer(ByteBuffer.allocateDirect(Crypto.MAC + length));
        each.seal(plain, text(inside), mac(inside), nonce, key);
        text(outside).copyFrom(plain);
        each.seal(text(outside), text(outside), mac(outside), nonce, key);
        assertThat(outside.mismatch(inside)).as("length %d", length).isEqualTo(-1);

        MemorySegment opened = MemorySegment.ofArray(new byte[length]);
        assertThat(each.open(text(outside), mac(outside), opened, nonce, key)).isTrue();
        assertThat(opened.mismatch(plain)).as("length %d", length).isEqualTo(-1);
        assertThat(each.open(text(inside), mac(outside), text(inside), nonce, key)).isTrue();
        assertThat(text(inside).mismatch(plain)).as("length %d", length).isEqualTo(-1);
      }
    }
  }

  private static MemorySegment mac(MemorySegment box) {
    return box.asSlice(0, Crypto.MAC);
  }

  private static MemorySegment text(MemorySegment box) {
    return box.asSlice(Crypto.MAC);
  }

  @Test
  void keysAndSignatures_anySeed_areTheSame() throws Exception {
    for (int i = 0; i < 300; i++) {
      byte[] seed = bytes(32);
      byte[] message = bytes(random.nextInt(300));
      byte[] publicKey = java.ed25519PublicKey(seed);
      byte[] signature = java.sign(seed, message);
      assertThat(sodium.ed25519PublicKey(seed)).isEqualTo(publicKey);
      assertThat(sodium.sign(seed, message)).isEqualTo(signature);
      assertThat(sodium.sign(seed, publicKey, message)).isEqualTo(signature);
      assertThat(java.verify(publicKey, message, signature)).isTrue();
      assertThat(sodium.verify(publicKey, message, signature)).isTrue();
      byte[] converted = java.toX25519Public(publicKey);
      assertThat(sodium.toX25519Public(publicKey)).isEqualTo(converted);
      assertThat(java.x25519PublicKey(java.toX25519Secret(seed))).isEqualTo(converted);
      assertThat(sodium.x25519PublicKey(sodium.toX25519Secret(seed))).isEqualTo(converted);
      assertThat(sodium.x25519(seed, converted)).isEqualTo(java.x25519(seed, converted));
    }
  }

  @Test
  void verify_oneBitFlipped_isRefusedByBoth() {
    byte[] seed = bytes(32);
    byte[] message = bytes(40);
    byte[] publicKey = java.ed25519PublicKey(seed);
    byte[] signature = java.sign(seed, message);
    for (int bit = 0; bit < 512; bit++) {
      byte[] wrong = flipped(signature, bit);
      assertThat(java.verify(publicKey, message, wrong)).isFalse();
      assertThat(sodium.verify(publicKey, message, wrong)).isFalse();
    }
  }

  @Test
  void points_anyBytes_areJudgedAlike() {
    for (int i = 0; i < 1000; i++) {
      byte[] point = bytes(32);
      if (i % 2 == 0) {
        point[31] &= 0x7f;
      }
      byte[] secret = bytes(32);
      assertThat(outcome(() -> sodium.x25519(secret, point)))
          .isEqualTo(outcome(() -> java.x25519(secret, point)));
      assertThat(outcome(() -> sodium.toX25519Public(point)))
          .isEqualTo(outcome(() -> java.toX25519Public(point)));
    }
  }

  private static Object outcome(Callable<byte[]> call) {
    try {
      return Arrays.toString(call.call());
    } catch (InvalidPointException e) {
      return e.reason();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] flipped = bytes.clone();
    flipped[bit / 8] ^= (byte) (1 << (bit % 8));
    return flipped;
  }

  private byte[] bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
