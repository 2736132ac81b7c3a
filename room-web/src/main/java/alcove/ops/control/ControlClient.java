package alcove.ops.control;

import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Has a command carried out by the server of a data directory. */
public final class ControlClient {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int ANY_NUMBER = -1;

  private ControlClient() {}

  /**
   * Sends a request and passes on what it prints. Blocks until the command is done.
   *
   * @return its exit code; nothing if no server listens in {@code data}
   * @throws IOException if the server does not answer, or goes away before the end
   */
  public static OptionalInt call(
      Path data, ControlRequest request, OutputStream out, OutputStream err) throws IOException {
    try (SocketPath path = SocketPath.in(data);
        SocketChannel server = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      if (!Files.exists(path.file()) || !connect(server, path)) {
        return OptionalInt.empty();
      }
      var lines = new ControlLines(server, ANY_NUMBER, ANY_NUMBER);
      begin(server, request, lines);
      return OptionalInt.of(passOn(lines, out, err));
    }
  }

  private static boolean connect(SocketChannel server, SocketPath path) throws IOException {
    try {
      return server.connect(path.address());
    } catch (ConnectException dead) {
      return false;
    } catch (SocketException e) {
      if (!Files.exists(path.file())) {
        return false;
      }
      throw e;
    }
  }

  /** From here on the server is at work, which may take its time. */
  private static void begin(SocketChannel server, ControlRequest request, ControlLines lines)
      throws IOException {
    try (var _ = Deadline.closing(server, PATIENCE)) {
      lines.send(request);
      lines.receive(ControlReply.class);
    } catch (ClosedChannelException late) {
      throw new IOException("it does not answer", late);
    } catch (IOException turnedAway) {
      throw new IOException(
          "it is busy with other commands, or of another version than this program", turnedAway);
    }
  }

  private static int passOn(ControlLines lines, OutputStream out, OutputStream err)
      throws IOException {
    try {
      while (true) {
        var reply = lines.receive(ControlReply.class);
        write(reply.out(), out);
        write(reply.err(), err);
        if (reply.exit() != null) {
          return reply.exit();
        }
      }
    } catch (IOException gone) {
      throw new IOException("it went away, and what came of the command is not known", gone);
    } finally {
      out.flush();
      err.flush();
    }
  }

  private static void write(@Nullable ByteBuffer bytes, OutputStream to) throws IOException {
    if (bytes != null) {
      to.write(bytes.array(), bytes.arrayOffset(), bytes.remaining());
    }
  }
}
