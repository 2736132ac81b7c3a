package alcove.watch;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.filter.ThresholdFilter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/** The lines that a logger, and all below it, write during a test that registers this. */
public final class LogLines implements BeforeEachCallback, AfterEachCallback {
  private final Logger logger;
  private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

  private LogLines(String logger) {
    this.logger = (Logger) LoggerFactory.getLogger(logger);
  }

  /** Those of a class. */
  public static LogLines of(Class<?> type) {
    return of(type.getName());
  }

  /** Those of a package. */
  public static LogLines of(String name) {
    return new LogLines(name);
  }

  /** All warnings, and what is worse. */
  public static LogLines warnings() {
    LogLines all = of(Logger.ROOT_LOGGER_NAME);
    ThresholdFilter filter = new ThresholdFilter();
    filter.setLevel("WARN");
    filter.start();
    all.appender.addFilter(filter);
    return all;
  }

  /** What was written so far. */
  public List<ILoggingEvent> events() {
    return List.copyOf(appender.list);
  }

  /** The same as text. */
  public List<String> lines() {
    return events().stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  /** Forgets what was written so far. */
  public void clear() {
    appender.list.clear();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    appender.start();
    logger.addAppender(appender);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    logger.detachAppender(appender);
  }
}
