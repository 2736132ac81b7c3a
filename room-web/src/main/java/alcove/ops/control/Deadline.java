package alcove.ops.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;

/** A deadline that has not passed; closing it says that it was met. */
interface Deadline extends AutoCloseable {
  @Override
  void close();

  /**
   * Closes {@code connection}, by which whoever waits for it wakes, unless the deadline is met
   * within {@code patience}.
   */
  static Deadline closing(SocketChannel connection, Duration patience) {
    var met = new CompletableFuture<Void>();
    var _ =
        met.orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
            .exceptionally(
                late -> {
                  try {
                    connection.close();
                  } catch (IOException e) {
                    LoggerFactory.getLogger(Deadline.class)
                        .debug("cannot close a connection of the control socket", e);
                  }
                  return null;
                });
    return () -> met.complete(null);
  }
}
