package alcove.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Sealing and opening with each implementation. */
@ParameterizedClass
@MethodSource("alcove.crypto.Implementations#all")
class SecretBoxTest {
  private static final int LENGTH = 100;

  private final Crypto crypto;
  private final byte[] key = new byte[Crypto.KEY];
  private final byte[] nonce = new byte[Crypto.NONCE];
  private final byte[] mac = new byte[Crypto.MAC];
  private final byte[] plain = new byte[LENGTH];
  private final byte[] cipher = new byte[LENGTH];

  SecretBoxTest(Crypto crypto) {
    this.crypto = crypto;
    new Random(3).nextBytes(plain);
    crypto.seal(plain, 0, LENGTH, cipher, 0, mac, 0, nonce, key);
  }

  @Test
  void open_anyBitFlipped_refusesAndLeavesThePlainTextAlone() {
    byte[] target = new byte[LENGTH];
    for (int bit = 0; bit < 8 * LENGTH; bit++) {
      cipher[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(open(target)).isFalse();
      cipher[bit / 8] ^= (byte) (1 << (bit % 8));
    }
    for (int bit = 0; bit < 8 * Crypto.MAC; bit++) {
      mac[bit / 8] ^= (byte) (1 << (bit % 8));
      assertThat(open(target)).isFalse();
      mac[bit / 8] ^= (byte) (1 << (bit % 8));
    }
    assertThat(target).containsOnly(0);
    assertThat(open(target)).isTrue();
    assertThat(target).isEqualTo(plain);
  }

  @Test
  void open_otherKeyOrNonce_refuses() {
    byte[] target = new byte[LENGTH];
    nonce[23]++;
    assertThat(open(target)).isFalse();
    nonce[23]--;
    key[31]++;
    assertThat(open(target)).isFalse();
  }

  @Test
  void sealAndOpen_wrongSizes_areABug() {
    assertThatThrownBy(() -> seal(LENGTH + 1, 0, key, nonce))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> seal(-1, 0, key, nonce)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> seal(LENGTH, 1, key, nonce))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> seal(LENGTH, 0, new byte[31], nonce))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("key of 31 bytes (must be 32)");
    assertThatThrownBy(() -> seal(LENGTH, 0, key, new byte[25]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("nonce of 25 bytes (must be 24)");
  }

  @Test
  void sealAndOpen_textsOfDifferentLengths_areABug() {
    MemorySegment text = MemorySegment.ofArray(plain);
    MemorySegment shorter = MemorySegment.ofArray(cipher).asSlice(1);
    MemorySegment[] rest = {
      MemorySegment.ofArray(mac), MemorySegment.ofArray(nonce), MemorySegment.ofArray(key)
    };
    assertThatThrownBy(() -> crypto.seal(text, shorter, rest[0], rest[1], rest[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("cipher text of 99 bytes (must be 100)");
    assertThatThrownBy(() -> crypto.open(shorter, rest[0], text, rest[1], rest[2]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> crypto.seal(text, text, rest[0].asSlice(1), rest[1], rest[2]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("authenticator of 15 bytes (must be 16)");
  }

  private boolean open(byte[] target) {
    return crypto.open(cipher, 0, LENGTH, mac, 0, target, 0, nonce, key);
  }

  private void seal(int length, int macOffset, byte[] key, byte[] nonce) {
    crypto.seal(plain, 0, length, cipher, 0, mac, macOffset, nonce, key);
  }
}
