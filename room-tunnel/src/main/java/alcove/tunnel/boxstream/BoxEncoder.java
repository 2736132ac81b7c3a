package alcove.tunnel.boxstream;

import alcove.crypto.Crypto;
import java.lang.foreign.MemorySegment;

/**
 * Seals one direction of a box stream. Holds no buffer of its own. Confined to one thread; the
 * order of calls is the order of the boxes on the wire, and after an exception the stream is over.
 */
public final class BoxEncoder {

  /** Length of a header on the wire, and of the goodbye. */
  public static final int HEADER = 34;

  /** Greatest length of a body. */
  public static final int MAX_BODY = 4096;

  /** What a header contains: length[2] | body MAC[16]. */
  static final int HEADER_PLAIN = HEADER - Crypto.MAC;

  /** Where the body's MAC begins in that. */
  static final int BODY_MAC = 2;

  private final Crypto crypto;
  private final StreamState state;
  private final BoxScratch scratch;
  private boolean ended;

  /** Copies the key (32 bytes) and the first nonce (24 bytes), and has a scratch of its own. */
  public BoxEncoder(Crypto crypto, byte[] key, byte[] nonce) {
    this(crypto, key, nonce, new BoxScratch());
  }

  /** The same with a scratch that other streams of the thread use as well. */
  public BoxEncoder(Crypto crypto, byte[] key, byte[] nonce, BoxScratch scratch) {
    this.crypto = crypto;
    this.state = new StreamState(key, nonce);
    this.scratch = scratch;
  }

  /**
   * Seals {@code body} (1 to 4096 bytes) into a box at the beginning of {@code out}. The body may
   * already lie where its ciphertext goes, behind {@link #HEADER} bytes of {@code out}; otherwise
   * the two must not overlap.
   *
   * @return the length of the box, {@code HEADER} and that of the body
   */
  public int seal(MemorySegment body, MemorySegment out) {
    int length = requireLength(body.byteSize());
    requireOpen();
    MemorySegment cipher = out.asSlice(HEADER, length);
    scratch.load(state);
    state.increment();
    scratch.loadBodyNonce(state);
    crypto.seal(body, cipher, scratch.bodyMac, scratch.bodyNonce, scratch.key);
    scratch.headerOf(length);
    sealHeader(out);
    return HEADER + length;
  }

  /** The same in arrays: {@code length} bytes of {@code body} go to {@code out[outOffset]}. */
  public int seal(byte[] body, int offset, int length, byte[] out, int outOffset) {
    requireLength(length);
    MemorySegment free = MemorySegment.ofArray(out).asSlice(outOffset);
    return seal(MemorySegment.ofArray(body).asSlice(offset, length), free);
  }

  private static int requireLength(long length) {
    if (length < 1 || length > MAX_BODY) {
      throw new IllegalArgumentException("body length " + length + " (1 to " + MAX_BODY + ")");
    }
    return (int) length;
  }

  /**
   * Seals the goodbye at the beginning of {@code out}. Nothing can be sealed after it.
   *
   * @return its length, {@code HEADER}
   */
  public int goodbye(MemorySegment out) {
    requireOpen();
    // A header that nothing was written into is a goodbye's: all zeros.
    scratch.load(state);
    sealHeader(out);
    ended = true;
    return HEADER;
  }

  /** The same in an array, at {@code out[outOffset]}. */
  public int goodbye(byte[] out, int outOffset) {
    return goodbye(MemorySegment.ofArray(out).asSlice(outOffset));
  }

  private void requireOpen() {
    if (ended) {
      throw new IllegalStateException("box stream has said goodbye");
    }
  }

  private void sealHeader(MemorySegment out) {
    crypto.seal(
        scratch.header,
        out.asSlice(Crypto.MAC, HEADER_PLAIN),
        out.asSlice(0, Crypto.MAC),
        scratch.nonce,
        scratch.key);
    state.increment();
  }
}
