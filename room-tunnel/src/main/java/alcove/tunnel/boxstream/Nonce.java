package alcove.tunnel.boxstream;

import alcove.crypto.Crypto;
import java.lang.foreign.MemorySegment;

/** A 24-byte big-endian counter that wraps around. It changes in place. */
final class Nonce {

  private final byte[] bytes;
  private final MemorySegment segment;

  Nonce(byte[] first) {
    if (first.length != Crypto.NONCE) {
      throw new IllegalArgumentException(
          "nonce has " + first.length + " bytes (expected " + Crypto.NONCE + ")");
    }
    this.bytes = first.clone();
    this.segment = MemorySegment.ofArray(bytes);
  }

  MemorySegment segment() {
    return segment;
  }

  /** Moves past a header and its body. */
  void advance() {
    increment();
    increment();
  }

  void increment() {
    int i = bytes.length;
    do {
      i--;
      bytes[i]++;
    } while (bytes[i] == 0 && i > 0);
  }
}
