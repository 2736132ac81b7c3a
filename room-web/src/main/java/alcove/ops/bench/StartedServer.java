package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The server as a child process of ours, which can be started anew. Used by the thread that
 * measures.
 */
final class StartedServer implements AutoCloseable {
  private static final Duration TO_STOP = Duration.ofSeconds(20);
  private static final Duration TO_START = Duration.ofSeconds(60);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(5);

  private final String command;
  private final RoomAddress room;
  private @Nullable Process process;
  private long launched;

  /**
   * A server that does not run.
   *
   * @param command for the shell; the process that it becomes is the server
   * @param room where it will be found
   */
  StartedServer(String command, RoomAddress room) {
    this.command = command;
    this.room = room;
  }

  /** Starts it, and returns when it accepts connections. */
  void start() throws CommandException {
    launch();
    awaitOpen();
  }

  /** Stops it and starts it anew. */
  void restart() throws CommandException {
    stop();
    start();
  }

  /** Begins to start it. */
  void launch() throws CommandException {
    if (canConnect()) {
      throw new CommandException("another server listens at " + room.place());
    }
    try {
      launched = System.nanoTime();
      process =
          new ProcessBuilder("/bin/sh", "-c", "exec " + command)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException failure) {
      throw new CommandException("--start: " + failure.getMessage(), failure);
    }
  }

  /** Seconds from its launch until it accepted connections, which is when this returns. */
  double awaitOpen() throws CommandException {
    while (!canConnect()) {
      if (!running().isAlive()) {
        throw new CommandException("--start: the server ended with " + running().exitValue());
      }
      if (Measurement.secondsSince(launched) > TO_START.toSeconds()) {
        throw new CommandException("--start: nobody listens at " + room.place());
      }
      waitFor(BETWEEN_LOOKS);
    }
    return Measurement.secondsSince(launched);
  }

  private boolean canConnect() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(room.host(), room.port()), (int) TO_STOP.toMillis());
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  /** What the system tells of it. */
  ServerProcess process() throws CommandException {
    return new ServerProcess(running().pid());
  }

  private Process running() {
    return Objects.requireNonNull(process, "not started");
  }

  /** Tells it to end, and waits until it has. */
  void stop() throws CommandException {
    var ending = process;
    if (ending == null) {
      return;
    }
    ending.destroy();
    if (!waitFor(TO_STOP)) {
      ending.destroyForcibly();
      throw new CommandException("the server did not stop within " + TO_STOP.toSeconds() + " s");
    }
    process = null;
  }

  private boolean waitFor(Duration most) throws CommandException {
    try {
      return running().waitFor(most.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", interrupted);
    }
  }

  @Override
  public void close() throws CommandException {
    stop();
  }
}
