package alcove.ops.control;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection to the control socket: a request, what it prints, and its exit code. */
final class ControlCall implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlCall.class);
  private static final int FAULT = 1;

  private final SocketChannel caller;
  private final ControlHandler handler;
  private final CallDeadlines deadlines;

  ControlCall(SocketChannel caller, ControlHandler handler, CallDeadlines deadlines) {
    this.caller = caller;
    this.handler = handler;
    this.deadlines = deadlines;
  }

  @Override
  public void run() {
    try (caller) {
      ControlRequest request = read();
      var out =
          new DataOutputStream(
              new BufferedOutputStream(Channels.newOutputStream(caller), 2 * ReplyPart.LONGEST));
      answer(request, out);
    } catch (IOException e) {
      LOG.debug("a connection to the control socket failed: {}", e.toString());
    }
  }

  private ControlRequest read() throws IOException {
    try (var _ = deadlines.closing(caller)) {
      return ControlRequest.readFrom(
          new DataInputStream(new BufferedInputStream(Channels.newInputStream(caller))));
    }
  }

  private void answer(ControlRequest request, DataOutputStream replies) throws IOException {
    ReplyPart.BEGUN.write(replies, new byte[0], 0);
    var out = stream(ReplyPart.OUT, replies);
    var err = stream(ReplyPart.ERR, replies);
    int code = run(request, out, err);
    out.flush();
    err.flush();
    try (var _ = deadlines.closing(caller)) {
      ReplyPart.EXIT.write(replies, new byte[] {(byte) code}, 1);
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

  private PrintStream stream(ReplyPart kind, DataOutputStream replies) {
    return new PrintStream(
        new ReplyStream(kind, replies, deadlines, caller), false, StandardCharsets.UTF_8);
  }
}
