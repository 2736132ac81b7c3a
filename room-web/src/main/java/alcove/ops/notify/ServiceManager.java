package alcove.ops.notify;

import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whoever started the process and wants to hear of it, or nobody. What cannot be told is in the log
 * and does no harm to the room. Thread-safe.
 */
public final class ServiceManager {
  private static final Logger log = LoggerFactory.getLogger(ServiceManager.class);

  private final Optional<NotifySocket> socket;

  private ServiceManager(Optional<NotifySocket> socket) {
    this.socket = socket;
  }

  /** The one that the environment names. */
  public static ServiceManager in(Map<String, String> environment) {
    try {
      return new ServiceManager(NotifySocket.in(environment));
    } catch (IOException e) {
      log.warn("the service manager cannot be told anything: {}", e.getMessage());
      return new ServiceManager(Optional.empty());
    }
  }

  /**
   * Tells that the process serves now, and from now on that these loops turn, if that is asked for.
   */
  public void ready(Map<String, String> environment, List<EventExecutor> loops) {
    if (socket.isEmpty()) {
      return;
    }
    send(() -> socket.get().tell("READY=1"));
    Watchdog.interval(environment, ProcessHandle.current().pid())
        .ifPresent(
            interval ->
                Watchdog.begin(
                    loops, interval, () -> send(() -> socket.get().offer("WATCHDOG=1"))));
  }

  /** Tells that the process has begun to stop. */
  public void stopping() {
    socket.ifPresent(to -> send(() -> to.offer("STOPPING=1")));
  }

  /** A state on its way. */
  private interface Sending {
    void run() throws IOException;
  }

  private static void send(Sending state) {
    try {
      state.run();
    } catch (IOException e) {
      log.warn("the service manager could not be told: {}", e.getMessage());
    }
  }
}
