package alcove.tunnel.boxstream;

import alcove.crypto.Crypto;
import java.util.Arrays;
import java.util.Objects;

/**
 * Seals one direction of a box stream. Allocates nothing itself after its construction. Confined to
 * one thread; the order of calls is the order of the boxes on the wire.
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
  private final byte[] key;
  private final Nonce headerNonce;
  private final Nonce bodyNonce;
  private final byte[] header = new byte[HEADER_PLAIN];
  private boolean ended;

  /** Copies the key (32 bytes) and the first nonce (24 bytes). */
  public BoxEncoder(Crypto crypto, byte[] key, byte[] nonce) {
    this.crypto = crypto;
    this.key = key.clone();
    this.headerNonce = new Nonce(nonce);
    this.bodyNonce = new Nonce(nonce);
    bodyNonce.increment();
  }

  /**
   * Seals {@code length} (1 to 4096) bytes of {@code body} into a box at {@code out[outOffset]}.
   * The body may already lie where its ciphertext goes, at {@code out[outOffset + HEADER]};
   * otherwise the two must not overlap.
   *
   * @return the length of the box, {@code HEADER + length}
   */
  public int seal(byte[] body, int offset, int length, byte[] out, int outOffset) {
    if (length < 1 || length > MAX_BODY) {
      throw new IllegalArgumentException("body length " + length + " (1 to " + MAX_BODY + ")");
    }
    Objects.checkFromIndexSize(offset, length, body.length);
    Objects.checkFromIndexSize(outOffset, HEADER + length, out.length);
    requireOpen();
    crypto.seal(
        body, offset, length, out, outOffset + HEADER, header, BODY_MAC, bodyNonce.bytes(), key);
    header[0] = (byte) (length >>> 8);
    header[1] = (byte) length;
    sealHeader(out, outOffset);
    return HEADER + length;
  }

  /**
   * Seals the goodbye at {@code out[outOffset]}. Nothing can be sealed after it.
   *
   * @return its length, {@code HEADER}
   */
  public int goodbye(byte[] out, int outOffset) {
    Objects.checkFromIndexSize(outOffset, HEADER, out.length);
    requireOpen();
    Arrays.fill(header, (byte) 0);
    sealHeader(out, outOffset);
    ended = true;
    return HEADER;
  }

  private void requireOpen() {
    if (ended) {
      throw new IllegalStateException("box stream has said goodbye");
    }
  }

  private void sealHeader(byte[] out, int outOffset) {
    crypto.seal(
        header,
        0,
        HEADER_PLAIN,
        out,
        outOffset + Crypto.MAC,
        out,
        outOffset,
        headerNonce.bytes(),
        key);
    headerNonce.advance();
    bodyNonce.advance();
  }
}
