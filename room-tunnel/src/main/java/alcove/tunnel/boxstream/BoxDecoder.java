package alcove.tunnel.boxstream;

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
 * <p>Boxes that arrive whole are opened without a copy: where they lie, or straight into the
 * scratch of the thread. The beginning of a box whose rest is yet to come is kept in a buffer of
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
  private final StreamState state;
  private final BoxScratch scratch;
  private Due due = Due.HEADER;

  /** What has arrived of the header or body that is due; null while that is nothing. */
  private byte @Nullable [] partial;

  private int partialLength;
  private @Nullable Reason dead;

  /** Copies the key (32 bytes) and the first nonce (24 bytes), and has a scratch of its own. */
  public BoxDecoder(Crypto crypto, byte[] key, byte[] nonce) {
    this(crypto, key, nonce, new BoxScratch());
  }

  /** The same with a scratch that other streams of the thread use as well. */
  public BoxDecoder(Crypto crypto, byte[] key, byte[] nonce, BoxScratch scratch) {
    this.crypto = crypto;
    this.state = new StreamState(key, nonce);
    this.scratch = scratch;
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
    decode(MemorySegment.ofArray(in), offset, offset + length, true, receiver);
  }

  /** The same for bytes wherever they lie, which stay as they are: bodies are opened elsewhere. */
  public <X extends Exception> void decode(MemorySegment in, Receiver<X> receiver)
      throws BoxStreamException, X {
    decode(in, 0, in.byteSize(), false, receiver);
  }

  private <X extends Exception> void decode(
      MemorySegment in, long begin, long end, boolean inPlace, Receiver<X> receiver)
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
        take(in, at, inPlace, receiver);
      } else {
        MemorySegment.copy(in, ValueLayout.JAVA_BYTE, at, partial, partialLength, wanted);
        MemorySegment whole = MemorySegment.ofArray(partial);
        partial = null;
        partialLength = 0;
        take(whole, 0, true, receiver);
      }
      at += wanted;
    }
  }

  /** Length of the buffer held for a box that has begun to arrive: 0 between boxes. */
  int buffered() {
    return partial == null ? 0 : partial.length;
  }

  private int dueLength() {
    return due == Due.HEADER ? HEADER : state.bodyLength();
  }

  private void keep(MemorySegment in, long at, int length) {
    if (partial == null) {
      partial = new byte[dueLength()];
    }
    MemorySegment.copy(in, ValueLayout.JAVA_BYTE, at, partial, partialLength, length);
    partialLength += length;
  }

  private <X extends Exception> void take(
      MemorySegment in, long at, boolean inPlace, Receiver<X> receiver)
      throws BoxStreamException, X {
    switch (due) {
      case HEADER -> takeHeader(in, at, inPlace, receiver);
      case BODY -> takeBody(in, at, inPlace, receiver);
    }
  }

  private <X extends Exception> void takeHeader(
      MemorySegment in, long at, boolean inPlace, Receiver<X> receiver)
      throws BoxStreamException, X {
    MemorySegment mac = in.asSlice(at, Crypto.MAC);
    MemorySegment cipher = in.asSlice(at + Crypto.MAC, HEADER_PLAIN);
    scratch.load(state);
    if (!crypto.open(cipher, mac, scratch.header, scratch.nonce, scratch.key)) {
      throw die(Reason.BAD_HEADER, "header does not open");
    }
    scratch.storeHeader(state);
    state.increment();
    if (state.isGoodbye()) {
      // Dead first: whatever the receiver does, nothing may follow.
      dead = Reason.AFTER_GOODBYE;
      receiver.goodbye();
    } else if (state.bodyLength() > MAX_BODY) {
      throw die(
          Reason.BODY_TOO_LONG,
          "body length " + state.bodyLength() + " (at most " + MAX_BODY + ")");
    } else {
      due = Due.BODY;
      if (state.bodyLength() == 0) {
        takeBody(in, at, inPlace, receiver);
      }
    }
  }

  private <X extends Exception> void takeBody(
      MemorySegment in, long at, boolean inPlace, Receiver<X> receiver)
      throws BoxStreamException, X {
    int length = state.bodyLength();
    MemorySegment cipher = in.asSlice(at, length);
    MemorySegment plain = inPlace ? cipher : scratch.body(length);
    scratch.load(state);
    if (!crypto.open(cipher, scratch.bodyMac, plain, scratch.nonce, scratch.key)) {
      throw die(Reason.BAD_BODY, "body of " + length + " bytes does not open");
    }
    state.increment();
    due = Due.HEADER;
    if (length > 0) {
      // Dead while the receiver works, and for good if it throws.
      dead = Reason.RECEIVER_FAILED;
      if (inPlace) {
        receiver.body((byte[]) in.heapBase().orElseThrow(), (int) at, length);
      } else {
        receiver.body(scratch.body(), 0, length);
      }
      dead = null;
    }
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
