package alcove.ops.control;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;

/** Has a command carried out by the server of a data directory. */
public final class ControlClient {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

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
      if (!Files.exists(path.file())) {
        return OptionalInt.empty();
      }
      if (!connect(server, path)) {
        return OptionalInt.empty();
      }
      return OptionalInt.of(call(server, request, out, err));
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

  private static int call(
      SocketChannel server, ControlRequest request, OutputStream out, OutputStream err)
      throws IOException {
    var in = new DataInputStream(new BufferedInputStream(Channels.newInputStream(server)));
    begin(server, request, in);
    try {
      return passOn(in, out, err);
    } catch (IOException gone) {
      throw new IOException("it went away, and what came of the command is not known", gone);
    } finally {
      out.flush();
      err.flush();
    }
  }

  private static int passOn(DataInputStream in, OutputStream out, OutputStream err)
      throws IOException {
    while (true) {
      ReplyPart kind = ReplyPart.readKind(in);
      byte[] body = ReplyPart.readBody(in);
      switch (kind) {
        case BEGUN -> {}
        case OUT -> out.write(body);
        case ERR -> err.write(body);
        case EXIT -> {
          if (body.length == 1) {
            return Byte.toUnsignedInt(body[0]);
          }
        }
      }
    }
  }

  /** From here on the server is at work, which may take its time. */
  private static void begin(SocketChannel server, ControlRequest request, DataInputStream in)
      throws IOException {
    try (CallDeadlines deadlines = new CallDeadlines(PATIENCE);
        var _ = deadlines.closing(server)) {
      request.writeTo(
          new DataOutputStream(new BufferedOutputStream(Channels.newOutputStream(server))));
      ReplyPart.readKind(in);
      ReplyPart.readBody(in);
    } catch (ClosedChannelException late) {
      throw new IOException("it does not answer", late);
    } catch (IOException turnedAway) {
      throw new IOException(
          "it is busy with other commands, or of another version than this program", turnedAway);
    }
  }
}
