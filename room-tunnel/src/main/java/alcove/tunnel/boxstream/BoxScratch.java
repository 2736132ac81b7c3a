package alcove.tunnel.boxstream;

import static alcove.tunnel.boxstream.BoxEncoder.BODY_MAC;
import static alcove.tunnel.boxstream.BoxEncoder.HEADER_PLAIN;
import static alcove.tunnel.boxstream.BoxEncoder.MAX_BODY;

import alcove.crypto.Crypto;
import java.lang.foreign.MemorySegment;

/**
 * The memory that one box is sealed or opened with, which the streams of a thread share, so that an
 * idle one is no more than its key and its nonce. Confined to that thread: the key, nonce and
 * header to one box, and the body to one stream during its {@link BoxDecoder.Receiver#body}.
 */
public final class BoxScratch {
  private static final int BODY_NONCE = StreamState.LENGTH;

  private final byte[] box = new byte[BODY_NONCE + Crypto.NONCE];
  private final MemorySegment whole = MemorySegment.ofArray(box);
  private final byte[] body = new byte[MAX_BODY];
  private final MemorySegment bodySegment = MemorySegment.ofArray(body);

  final MemorySegment key = whole.asSlice(StreamState.KEY, Crypto.KEY);
  final MemorySegment nonce = whole.asSlice(StreamState.NONCE, Crypto.NONCE);

  /** What a header contains: length[2] | body MAC[16]. */
  final MemorySegment header = whole.asSlice(StreamState.HEADER, HEADER_PLAIN);

  final MemorySegment bodyMac = header.asSlice(BODY_MAC, Crypto.MAC);

  /** The nonce behind {@link #nonce}, where both are needed at once. */
  final MemorySegment bodyNonce = whole.asSlice(BODY_NONCE, Crypto.NONCE);

  /** Brings in a stream's key, next nonce and header. */
  void load(StreamState stream) {
    stream.copyTo(box);
  }

  /** Brings in the next nonce as that of a body. */
  void loadBodyNonce(StreamState stream) {
    stream.copyNonceTo(box, BODY_NONCE);
  }

  /** Has the header tell the length of a body, beside the MAC that is there. */
  void headerOf(int bodyLength) {
    box[StreamState.HEADER] = (byte) (bodyLength >>> 8);
    box[StreamState.HEADER + 1] = (byte) bodyLength;
  }

  /** Keeps the header for {@code stream}. */
  void storeHeader(StreamState stream) {
    stream.takeHeader(box);
  }

  /** The array whose beginning {@link #body(int)} is. */
  byte[] body() {
    return body;
  }

  /** Where a body of {@code length} bytes goes. */
  MemorySegment body(int length) {
    return length == body.length ? bodySegment : bodySegment.asSlice(0, length);
  }
}
