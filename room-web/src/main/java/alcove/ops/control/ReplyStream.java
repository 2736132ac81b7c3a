package alcove.ops.control;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * An output of a command, sent in pieces as it comes. Confined to the thread that runs the command.
 */
final class ReplyStream extends OutputStream {
  private final ReplyPart kind;
  private final DataOutputStream out;
  private final CallDeadlines deadlines;
  private final AutoCloseable connection;
  private final byte[] waiting = new byte[ReplyPart.LONGEST];
  private int length;

  /** Ends {@code connection} when its reader takes nothing for too long. */
  ReplyStream(
      ReplyPart kind, DataOutputStream out, CallDeadlines deadlines, AutoCloseable connection) {
    this.kind = kind;
    this.out = out;
    this.deadlines = deadlines;
    this.connection = connection;
  }

  @Override
  public void write(int b) throws IOException {
    waiting[length++] = (byte) b;
    if (length == waiting.length) {
      flush();
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    for (int done = 0; done < count; ) {
      int part = Math.min(count - done, waiting.length - length);
      System.arraycopy(bytes, offset + done, waiting, length, part);
      length += part;
      done += part;
      if (length == waiting.length) {
        flush();
      }
    }
  }

  @Override
  public void flush() throws IOException {
    if (length > 0) {
      try (var _ = deadlines.closingReader(connection)) {
        kind.write(out, waiting, length);
      } finally {
        length = 0;
      }
    }
  }
}
