package alcove.ops.control;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ProtocolException;

/** The parts of a server's reply: {@code kind:1 length:4 body}, the exit code as last. */
enum ReplyPart {
  /** The request is understood and begins; no body. */
  BEGUN(0),
  /** A part of the standard output. */
  OUT(1),
  /** A part of the standard error output. */
  ERR(2),
  /** The end; the body is the exit code, one byte. */
  EXIT(3);

  static final int LONGEST = 8 << 10;

  private final int code;

  ReplyPart(int code) {
    this.code = code;
  }

  void write(DataOutputStream out, byte[] bytes, int length) throws IOException {
    out.writeByte(code);
    out.writeInt(length);
    out.write(bytes, 0, length);
    out.flush();
  }

  static ReplyPart readKind(DataInputStream in) throws IOException {
    int code = in.readUnsignedByte();
    for (ReplyPart kind : values()) {
      if (kind.code == code) {
        return kind;
      }
    }
    throw new ProtocolException("reply of kind " + code);
  }

  static byte[] readBody(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > LONGEST) {
      throw new ProtocolException("reply of " + length + " bytes (at most " + LONGEST + ")");
    }
    return in.readNBytes(length);
  }
}
