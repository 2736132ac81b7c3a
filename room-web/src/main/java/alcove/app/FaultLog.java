package alcove.app;

import alcove.ops.alerts.Fault;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * The faults that the log hears of: exceptions at level error, of which only the class goes on to
 * whoever listens. Thread-safe.
 */
final class FaultLog extends UnsynchronizedAppenderBase<ILoggingEvent> implements AutoCloseable {
  private static final String NAME = "faults";

  private final Logger root;
  private final Consumer<Fault> listener;

  private FaultLog(Logger root, Consumer<Fault> listener) {
    this.root = root;
    this.listener = listener;
  }

  /**
   * Hears from now on, beside whatever else the log goes to.
   *
   * @param listener is told on any thread, and never waits
   */
  static FaultLog listen(Consumer<Fault> listener) {
    var context = (LoggerContext) LoggerFactory.getILoggerFactory();
    var faults = new FaultLog(context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME), listener);
    faults.setContext(context);
    faults.setName(NAME);
    faults.start();
    faults.root.addAppender(faults);
    return faults;
  }

  @Override
  protected void append(ILoggingEvent event) {
    var thrown = event.getThrowableProxy();
    if (event.getLevel().isGreaterOrEqual(Level.ERROR)
        && thrown != null
        && !LogThrottle.isOfOthers(event)) {
      listener.accept(new Fault.Thrown(thrown.getClassName()));
    }
  }

  @Override
  public void close() {
    root.detachAppender(this);
    stop();
  }
}
