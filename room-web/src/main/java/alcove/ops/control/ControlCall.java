package alcove.ops.control;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection to the control socket: a request, what it prints, and its exit code.
 *
 * @param patience how long a request may take to come
 * @param patienceWithReaders how long a part of the answer may take to go
 */
record ControlCall(
    SocketChannel caller,
    ControlServer.Handler handler,
    Duration patience,
    Duration patienceWithReaders)
    implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlCall.class);
  private static final int FAULT = 1;

  /** Characters of a request: its words and its input, each of which JSON may escape. */
  private static final long LONGEST = 32 << 20;

  /** Of a request: its words, and what is around them. */
  private static final long MOST_TOKENS = ControlRequest.MOST_ARGUMENTS + 16;

  @Override
  public void run() {
    try (caller) {
      var lines = new ControlLines(caller, LONGEST, MOST_TOKENS);
      ControlRequest request = read(lines);
      answer(request, lines);
    } catch (IOException e) {
      LOG.debug("a connection to the control socket failed: {}", e.toString());
    }
  }

  private ControlRequest read(ControlLines lines) throws IOException {
    try (var _ = Deadline.closing(caller, patience)) {
      ControlRequest request = lines.receive(ControlRequest.class);
      request.requireBounded();
      return request;
    }
  }

  private void answer(ControlRequest request, ControlLines lines) throws IOException {
    lines.send(ControlReply.BEGUN);
    var out = stream(lines, bytes -> new ControlReply(bytes, null, null));
    var err = stream(lines, bytes -> new ControlReply(null, bytes, null));
    int code = run(request, out, err);
    out.flush();
    err.flush();
    try (var _ = Deadline.closing(caller, patience)) {
      lines.send(ControlReply.exit(code));
    }
  }

  /** A command that fails in a way nobody thought of must not look like one that did its work. */
  private int run(ControlRequest request, PrintStream out, PrintStream err) {
    try {
      return handler.run(request, out, err);
    } catch (RuntimeException fault) {
      LOG.error("fault while carrying out a command", fault);
      err.println("alcove: the server has a fault; its log says more");
      return FAULT;
    }
  }

  private PrintStream stream(ControlLines lines, Function<ByteBuffer, ControlReply> part) {
    var pieces = new BufferedOutputStream(new Pieces(lines, part), ControlReply.LONGEST);
    return new PrintStream(pieces, false, StandardCharsets.UTF_8);
  }

  /** An output of a command, sent in pieces; who takes one for too long hears no more. */
  private final class Pieces extends OutputStream {
    private final ControlLines lines;
    private final Function<ByteBuffer, ControlReply> part;

    Pieces(ControlLines lines, Function<ByteBuffer, ControlReply> part) {
      this.lines = lines;
      this.part = part;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      for (int end = offset + count; offset < end; offset += ControlReply.LONGEST) {
        int length = Math.min(end - offset, ControlReply.LONGEST);
        try (var _ = Deadline.closing(caller, patienceWithReaders)) {
          lines.send(part.apply(ByteBuffer.wrap(bytes, offset, length)));
        }
      }
    }
  }
}
