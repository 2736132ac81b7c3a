package alcove.ops.control;

import java.io.IOException;
import java.io.PrintStream;
import java.net.StandardProtocolFamily;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import jdk.net.ExtendedSocketOptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on the control socket of a data directory, on threads of its own. Thread-safe.
 *
 * <p>So many commands run at once that one which must not wait, such as a block, finds a thread
 * while others wait for the registry; whoever comes when they are all busy is turned away. Nobody
 * can keep a thread for long: a request must come, and each piece of its answer be taken, within a
 * deadline.
 */
public final class ControlServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** A backup may go into a slow pipe, or on a disk that stops now and then. */
  private static final Duration PATIENCE_WITH_READERS = Duration.ofMinutes(1);

  private static final String ROOT = "root";
  private static final int AT_ONCE = 16;
  private static final int WAITING = 16;
  private static final int SECONDS_TO_FINISH = 10;
  private static final Duration PAUSE_AFTER_FAILURE = Duration.ofMillis(100);

  private final Path file;
  private final String owner;
  private final ServerSocketChannel socket;
  private final Function<SocketChannel, ControlCall> calls;
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          AT_ONCE,
          AT_ONCE,
          1,
          TimeUnit.MINUTES,
          new LinkedBlockingQueue<>(WAITING),
          Thread.ofPlatform().name("control-", 0).daemon().factory());

  /** What carries out commands. Thread-safe; may block. */
  @FunctionalInterface
  public interface Handler {
    /** Carries one out, and returns its exit code, 0 to 255. */
    int run(ControlRequest request, PrintStream out, PrintStream err);
  }

  private ControlServer(
      Path file,
      String owner,
      ServerSocketChannel socket,
      Function<SocketChannel, ControlCall> calls) {
    this.file = file;
    this.owner = owner;
    this.socket = socket;
    this.calls = calls;
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Listens in {@code data}, whose lock the caller holds: so a socket that lies there is a dead
   * one.
   *
   * @throws IOException if there can be no socket there
   */
  public static ControlServer open(Path data, Handler handler) throws IOException {
    return open(data, handler, PATIENCE, PATIENCE_WITH_READERS);
  }

  static ControlServer open(
      Path data, Handler handler, Duration patience, Duration patienceWithReaders)
      throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    Path file;
    String owner;
    try (SocketPath path = SocketPath.in(data)) {
      file = path.file();
      deleteDead(file);
      socket.bind(path.address());
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      owner = Files.getOwner(file).getName();
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    var server =
        new ControlServer(
            file,
            owner,
            socket,
            caller -> new ControlCall(caller, handler, patience, patienceWithReaders));
    Thread.ofPlatform().name("control").daemon().start(server::accept);
    return server;
  }

  private static void deleteDead(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    var attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isOther()) {
      throw new IOException(file + " is in the way and is not a socket");
    }
    Files.delete(file);
  }

  private void accept() {
    while (socket.isOpen()) {
      try {
        take(socket.accept());
      } catch (IOException e) {
        if (socket.isOpen()) {
          LOG.warn("cannot take a command on the control socket: {}", e.getMessage());
          LockSupport.parkNanos(PAUSE_AFTER_FAILURE.toNanos());
        }
      }
    }
  }

  private void take(SocketChannel caller) throws IOException {
    boolean isTaken = false;
    try {
      if (mayCall(user(caller), owner)) {
        threads.execute(calls.apply(caller));
        isTaken = true;
      } else {
        LOG.warn("another user than the server's tried the control socket");
      }
    } catch (RejectedExecutionException full) {
      LOG.warn("too many commands on the control socket at once");
    } finally {
      if (!isTaken) {
        caller.close();
      }
    }
  }

  /** Whose process is at the other end, as the system says. */
  private static String user(SocketChannel caller) throws IOException {
    return caller.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
  }

  /** Whether somebody is let in: the server's own user, and root, who may do anything anyway. */
  static boolean mayCall(String user, String owner) {
    return user.equals(ROOT) || user.equals(owner);
  }

  /** Takes no command any more, and waits ten seconds at most for those under way. */
  @Override
  public void close() {
    try {
      socket.close();
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.warn("cannot remove the control socket: {}", e.getMessage());
    }
    threads.shutdown();
    try {
      if (!threads.awaitTermination(SECONDS_TO_FINISH, TimeUnit.SECONDS)) {
        LOG.warn("a command is still busy after {} seconds", SECONDS_TO_FINISH);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
