package alcove.app;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Sets the log up: lines on standard error. Logback finds it as a service and calls it before the
 * first line; done in code because reading it from XML would be a tenth of the start.
 *
 * <p>Whoever names a {@code logback.configurationFile} gets that instead.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_HIGH_PRIORITY)
public final class LogConfigurator extends ContextAwareBase implements Configurator {
  private static final String APPENDER = "standard error";
  private static final String OURS = "alcove";

  /** What it says of each connection that breaks, Alcove says once, of all and in its own words. */
  private static final String POOL = "com.zaxxer.hikari";

  /** The level of what Alcove itself logs; libraries speak up from warn. */
  static void setLevel(Level level) {
    if (!isConfiguredElsewhere()
        && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger(OURS).setLevel(ch.qos.logback.classic.Level.convertAnSLF4JLevel(level));
    }
  }

  /** The form of the lines from now on. */
  static void setFormat(LogFormat format) {
    if (!isConfiguredElsewhere()
        && LoggerFactory.getILoggerFactory() instanceof LoggerContext context
        && context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).getAppender(APPENDER)
            instanceof ConsoleAppender<ILoggingEvent> appender
        && appender.getEncoder() instanceof LogLines lines) {
      lines.setFormat(format);
    }
  }

  private static boolean isConfiguredElsewhere() {
    return System.getProperty("logback.configurationFile") != null;
  }

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (isConfiguredElsewhere()) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    var throttle = new LogThrottle(System::nanoTime);
    throttle.start();
    var lines = new LogLines(throttle, Journal.isStandardError());
    lines.setContext(context);
    lines.start();
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setName(APPENDER);
    appender.setTarget(ConsoleTarget.SystemErr.getName());
    appender.setEncoder(lines);
    appender.addFilter(throttle);
    appender.start();
    var root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(ch.qos.logback.classic.Level.WARN);
    root.addAppender(appender);
    context.getLogger(POOL).setLevel(ch.qos.logback.classic.Level.OFF);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }
}
