package alcove.tunnel.link;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * A reader of the records of a link, however they are cut:
 *
 * <pre>type(1) length(3) body</pre>
 *
 * <p>After an exception it is dead.
 */
final class RecordDecoder {
  static final int HEADER = 4;

  private static final int FIRST_ROOM = 256;
  private static final byte[] EMPTY = {};

  /** Takes what was read. */
  interface Receiver {
    /** The next bytes of the tunnel, at least one; valid during the call only. */
    void bytes(ByteBuf part) throws LinkException;

    /** A whole record of any other type; the array is the receiver's. */
    void record(RecordType type, byte[] body) throws LinkException;
  }

  private final Receiver receiver;
  private RecordType type = RecordType.BINARY;
  private int header;
  private int headerBytes;
  private int missing;
  private byte[] body = EMPTY;
  private int filled;

  RecordDecoder(Receiver receiver) {
    this.receiver = receiver;
  }

  /** Reads all of {@code bytes}. */
  void read(ByteBuf bytes) throws LinkException {
    while (bytes.isReadable()) {
      if (headerBytes < HEADER) {
        readHeader(bytes);
      } else if (type == RecordType.BINARY) {
        readPart(bytes);
      } else {
        readWhole(bytes);
      }
    }
  }

  private void readHeader(ByteBuf bytes) throws LinkException {
    header = (header << Byte.SIZE) | bytes.readUnsignedByte();
    if (++headerBytes == HEADER) {
      int length = header & 0xFFFFFF;
      type = RecordType.of(header >>> (3 * Byte.SIZE), length);
      missing = length;
      if (length == 0) {
        finish(EMPTY);
      }
    }
  }

  private void readPart(ByteBuf bytes) throws LinkException {
    int length = Math.min(missing, bytes.readableBytes());
    missing -= length;
    if (missing == 0) {
      headerBytes = 0;
    }
    receiver.bytes(bytes.readSlice(length));
  }

  /** Makes room for what has come, never for what a length only promises. */
  private void readWhole(ByteBuf bytes) throws LinkException {
    int length = Math.min(missing, bytes.readableBytes());
    if (filled + length > body.length) {
      int room = Math.max(FIRST_ROOM, Math.max(filled + length, 2 * body.length));
      body = Arrays.copyOf(body, Math.min(room, filled + missing));
    }
    bytes.readBytes(body, filled, length);
    filled += length;
    missing -= length;
    if (missing == 0) {
      byte[] whole = body.length == filled ? body : Arrays.copyOf(body, filled);
      body = EMPTY;
      filled = 0;
      finish(whole);
    }
  }

  private void finish(byte[] whole) throws LinkException {
    headerBytes = 0;
    receiver.record(type, whole);
  }
}
