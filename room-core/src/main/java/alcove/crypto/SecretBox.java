package alcove.crypto;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.bouncycastle.crypto.engines.Salsa20Engine;
import org.bouncycastle.crypto.macs.Poly1305;
import org.bouncycastle.crypto.params.KeyParameter;

/**
 * The key stream of one secret box: XSalsa20 under a key and nonce, whose first 32 bytes are the
 * key of the Poly1305 authenticator and whose rest covers the text. Made for one box and then
 * forgotten.
 *
 * @see <a href="https://cr.yp.to/snuffle/xsalsa-20110204.pdf">Extending the Salsa20 nonce</a>
 */
final class SecretBox {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final ValueLayout.OfInt WORD =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final int ROUNDS = 20;
  private static final int BLOCK = 64;

  /** Index of the low word of the block counter, which never reaches the high one. */
  private static final int COUNTER = 8;

  /** "expand 32-byte k". */
  private static final int[] CONSTANTS = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};

  private final int[] state = new int[16];
  private final int[] stream = new int[16];
  private final byte[] macKey = new byte[Crypto.KEY];

  SecretBox(MemorySegment nonce, MemorySegment key) {
    for (int i = 0; i < 4; i++) {
      state[5 * i] = CONSTANTS[i];
      state[1 + i] = key.get(WORD, 4L * i);
      state[11 + i] = key.get(WORD, 16 + 4L * i);
      state[6 + i] = nonce.get(WORD, 4L * i);
    }
    deriveKey();
    state[6] = nonce.get(WORD, 16);
    state[7] = nonce.get(WORD, 20);
    state[8] = 0;
    state[9] = 0;
    nextBlock();
    for (int i = 0; i < 8; i++) {
      INT.set(macKey, 4 * i, stream[i]);
    }
  }

  /**
   * HSalsa20: the words of the permuted state that give away nothing about the key become the key.
   */
  private void deriveKey() {
    Salsa20Engine.salsaCore(ROUNDS, state, stream);
    for (int i = 0; i < 4; i++) {
      state[1 + i] = stream[5 * i] - state[5 * i];
      state[11 + i] = stream[6 + i] - state[6 + i];
    }
  }

  private void nextBlock() {
    Salsa20Engine.salsaCore(ROUNDS, state, stream);
    state[COUNTER]++;
  }

  /** The authenticator of a cipher text. */
  byte[] authenticator(Text cipher) {
    var poly = new Poly1305();
    poly.init(new KeyParameter(macKey));
    poly.update(cipher.array, cipher.offset, cipher.length);
    byte[] mac = new byte[Crypto.MAC];
    poly.doFinal(mac, 0);
    return mac;
  }

  /** Turns plain into cipher text or back; in and out may be the same bytes. Call it once. */
  void apply(Text in, Text out) {
    apply(in.array, in.offset, out.array, out.offset, in.length);
  }

  private void apply(byte[] in, int inOffset, byte[] out, int outOffset, int length) {
    int done = Math.min(length, BLOCK / 2);
    xor(in, inOffset, out, outOffset, done, 8);
    while (length - done >= BLOCK) {
      nextBlock();
      xorBlock(in, inOffset + done, out, outOffset + done);
      done += BLOCK;
    }
    if (done < length) {
      nextBlock();
      xor(in, inOffset + done, out, outOffset + done, length - done, 0);
    }
  }

  private void xorBlock(byte[] in, int inOffset, byte[] out, int outOffset) {
    for (int i = 0; i < 16; i++) {
      int word = (int) INT.get(in, inOffset + 4 * i) ^ stream[i];
      INT.set(out, outOffset + 4 * i, word);
    }
  }

  /** Covers a piece of a block with the key stream from {@code word} on. */
  private void xor(byte[] in, int inOffset, byte[] out, int outOffset, int length, int word) {
    for (int i = 0; i < length; i++) {
      int key = stream[word + i / 4] >>> (8 * (i % 4));
      out[outOffset + i] = (byte) (in[inOffset + i] ^ key);
    }
  }

  /** A text where it lies, if that is in an array, or else in an array of its own. */
  static final class Text {
    private final byte[] array;
    private final int offset;
    private final int length;

    private Text(byte[] array, int offset, int length) {
      this.array = array;
      this.offset = offset;
      this.length = length;
    }

    static Text of(MemorySegment segment) {
      int length = (int) segment.byteSize();
      return segment.heapBase().orElse(null) instanceof byte[] array
          ? new Text(array, (int) segment.address(), length)
          : new Text(segment.toArray(ValueLayout.JAVA_BYTE), 0, length);
    }

    /** Puts it into {@code segment}, which it was made of, unless it lies there. */
    void copyTo(MemorySegment segment) {
      if (segment.isNative()) {
        segment.copyFrom(MemorySegment.ofArray(array));
      }
    }
  }
}
