package alcove.tunnel.boxstream;

import static alcove.tunnel.boxstream.BoxEncoder.BODY_MAC;
import static alcove.tunnel.boxstream.BoxEncoder.HEADER;
import static alcove.tunnel.boxstream.BoxEncoder.HEADER_PLAIN;
import static alcove.tunnel.boxstream.BoxEncoder.MAX_BODY;

import alcove.crypto.Crypto;
import alcove.tunnel.boxstream.BoxStreamException.Reason;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Opens one direction of a box stream, however its bytes are cut. Confined to one thread.
 *
 * <p>Boxes that arrive whole are opened without a copy: where they lie, or straight into the array
 * that the caller lends. The beginning of a box whose rest is yet to come is kept in a buffer of
 * exactly the length of its header, or of its body once that length is known and authentic; there
 * is no buffer between boxes.
 *
 * <p>A body of length 0 is authenticated like any other and then passed over: the JavaScript and Go
 * decoders accept it, though neither their encoders nor ours ever make one.
 *
 * <p>The end of the connection without a {@link Receiver#goodbye} is a truncation, which only the
 * caller can see. After a goodbye or an exception the decoder is dead and refuses further bytes.
 */
public final class BoxDecoder {

  private final Crypto crypto;
  private final MemorySegment key;
  private final Nonce nonce;

  /** The opened header of the box whose body is due: length[2] | body MAC[16]. */
  private final byte[] header = new byte[HEADER_PLAIN];

  private final MemorySegment headerPlain = MemorySegment.ofArray(header);
  private final MemorySegment bodyMac = headerPlain.asSlice(BODY_MAC, Crypto.MAC);

  private Due due = Due.HEADER;

  /** What has arrived of the header or body that is due; null while that is nothing. */
  private byte @Nullable [] partial;

  private int partialLength;
  private @Nullable Reason dead;

  /** Copies the key (32 bytes) and the first nonce (24 bytes). */
  public BoxDecoder(Crypto crypto, byte[] key, byte[] nonce) {
    this.crypto = crypto;
    this.key = MemorySegment.ofArray(key.clone());
    this.nonce = new Nonce(nonce);
  }

  /**
   * Takes all of {@code in[offset, offset + length)}, overwrites parts of it, and hands each body
   * to the receiver as soon as it is authentic.
   *
   * @throws X what the receiver throws; it kills the decoder
   */
  public <X extends Exception> void decode(byte[] in, int offset, int length, Receiver<X> receiver)
      throws BoxStreamException, X {
    Objects.checkFromIndexSize(offset, length, in.length);
    decode(MemorySegment.ofArray(in), offset, offset + length, null, receiver);
  }

  /** The same for bytes wherever they lie, which stay as they are: bodies are opened elsewhere. */
  public <X extends Exception> void decode(
      MemorySegment in, BodyScratch opened, Receiver<X> receiver) throws BoxStreamException, X {
    decode(in, 0, in.byteSize(), opened, receiver);
  }

  private <X extends Exception> void decode(
      MemorySegment in, long begin, long end, @Nullable BodyScratch opened, Receiver<X> receiver)
      throws BoxStreamException, X {
    long at = begin;
    while (at < end) {
      requireAlive();
      int wanted = dueLength() - partialLength;
      if (end - at < wanted) {
        keep(in, at, (int) (end - at));
        return;
      }
      if (partial == null) {
        take(in, at, opened, receiver);
      } else {
        MemorySegment.copy(in, ValueLayout.JAVA_BYTE, at, partial, partialLength, wanted);
        MemorySegment whole = MemorySegment.ofArray(partial);
        partial = null;
        partialLength = 0;
        take(whole, 0, null, receiver);
      }
      at += wanted;
    }
  }

  /** Length of the buffer held for a box that has begun to arrive: 0 between boxes. */
  int buffered() {
    return partial == null ? 0 : partial.length;
  }

  private int dueLength() {
    return due == Due.HEADER ? HEADER : bodyLength();
  }

  private void keep(MemorySegment in, long at, int length) {
    if (partial == null) {
      partial = new byte[dueLength()];
    }
    MemorySegment.copy(in, ValueLayout.JAVA_BYTE, at, partial, partialLength, length);
    partialLength += length;
  }

  private <X extends Exception> void take(
      MemorySegment in, long at, @Nullable BodyScratch opened, Receiver<X> receiver)
      throws BoxStreamException, X {
    switch (due) {
      case HEADER -> takeHeader(in, at, opened, receiver);
      case BODY -> takeBody(in, at, opened, receiver);
    }
  }

  private <X extends Exception> void takeHeader(
      MemorySegment in, long at, @Nullable BodyScratch opened, Receiver<X> receiver)
      throws BoxStreamException, X {
    MemorySegment mac = in.asSlice(at, Crypto.MAC);
    MemorySegment cipher = in.asSlice(at + Crypto.MAC, HEADER_PLAIN);
    if (!crypto.open(cipher, mac, headerPlain, nonce.segment(), key)) {
      throw die(Reason.BAD_HEADER, "header does not open");
    }
    nonce.increment();
    if (isGoodbye()) {
      // Dead first: whatever the receiver does, nothing may follow.
      dead = Reason.AFTER_GOODBYE;
      receiver.goodbye();
    } else if (bodyLength() > MAX_BODY) {
      throw die(
          Reason.BODY_TOO_LONG, "body length " + bodyLength() + " (at most " + MAX_BODY + ")");
    } else {
      due = Due.BODY;
      if (bodyLength() == 0) {
        takeBody(in, at, opened, receiver);
      }
    }
  }

  /** Opens a body where it lies, in an array, if there is no scratch. */
  private <X extends Exception> void takeBody(
      MemorySegment in, long at, @Nullable BodyScratch opened, Receiver<X> receiver)
      throws BoxStreamException, X {
    int length = bodyLength();
    MemorySegment cipher = in.asSlice(at, length);
    MemorySegment plain = opened == null ? cipher : opened.segment(length);
    if (!crypto.open(cipher, bodyMac, plain, nonce.segment(), key)) {
      throw die(Reason.BAD_BODY, "body of " + length + " bytes does not open");
    }
    nonce.increment();
    due = Due.HEADER;
    if (length > 0) {
      // Dead while the receiver works, and for good if it throws.
      dead = Reason.RECEIVER_FAILED;
      if (opened == null) {
        receiver.body((byte[]) in.heapBase().orElseThrow(), (int) at, length);
      } else {
        receiver.body(opened.array(), 0, length);
      }
      dead = null;
    }
  }

  private int bodyLength() {
    return (header[0] & 0xff) << 8 | (header[1] & 0xff);
  }

  private boolean isGoodbye() {
    int bits = 0;
    for (byte b : header) {
      bits |= b;
    }
    return bits == 0;
  }

  private BoxStreamException die(Reason reason, String message) {
    dead = reason;
    return new BoxStreamException(reason, message);
  }

  private void requireAlive() throws BoxStreamException {
    if (dead != null) {
      throw new BoxStreamException(dead, "box stream is over");
    }
  }

  /** What the next bytes belong to. */
  private enum Due {
    HEADER,
    BODY
  }

  /**
   * Takes what the boxes contain.
   *
   * @param <X> the checked exception that ends the stream from this side, or RuntimeException
   */
  public interface Receiver<X extends Exception> {

    /** {@code buffer[offset, offset + length)} are the next bytes; valid during the call only. */
    void body(byte[] buffer, int offset, int length) throws X;

    /** The other side has ended its direction of the stream in order. */
    void goodbye() throws X;
  }
}
