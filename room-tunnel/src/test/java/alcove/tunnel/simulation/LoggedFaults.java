package alcove.tunnel.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The faults that the room has logged: there must be none. */
final class LoggedFaults extends AppenderBase<ILoggingEvent> implements AutoCloseable {
  private final Logger logger = (Logger) LoggerFactory.getLogger("alcove");
  private final List<String> faults = new ArrayList<>();

  /** Those from now on. */
  LoggedFaults() {
    setContext(logger.getLoggerContext());
    start();
    logger.addAppender(this);
  }

  @Override
  protected void append(ILoggingEvent event) {
    if (event.getLevel().isGreaterOrEqual(Level.ERROR)) {
      IThrowableProxy cause = event.getThrowableProxy();
      faults.add(
          event.getFormattedMessage()
              + (cause == null ? "" : ": " + cause.getClassName() + " " + cause.getMessage()));
    }
  }

  /** Says what was logged, and forgets it. */
  List<String> take() {
    List<String> taken = List.copyOf(faults);
    faults.clear();
    return taken;
  }

  @Override
  public void close() {
    logger.detachAppender(this);
    stop();
  }
}
