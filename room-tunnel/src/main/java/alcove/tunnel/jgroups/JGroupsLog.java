package alcove.tunnel.jgroups;

import java.util.Locale;
import java.util.function.Supplier;
import org.jgroups.logging.CustomLogFactory;
import org.jgroups.logging.Log;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of JGroups, at the level of debugging: its warnings are of single sockets and messages,
 * which it sends again, and they have addresses. What operators need to know is told by {@link
 * JGroupsCluster}.
 */
final class JGroupsLog implements Log, CustomLogFactory {
  private static final Logger LOG = LoggerFactory.getLogger("org.jgroups");

  private static void say(Supplier<String> text) {
    if (LOG.isDebugEnabled()) {
      LOG.debug("{}", text.get());
    }
  }

  /** Formats are those of JGroups. */
  @SuppressWarnings("AnnotateFormatMethod")
  private static void say(String format, Object... args) {
    say(() -> String.format(Locale.ROOT, format, args));
  }

  private static void say(String text, Throwable cause) {
    LOG.debug("{}", text, cause);
  }

  @Override
  public Log getLog(Class<?> type) {
    return this;
  }

  @Override
  public Log getLog(String category) {
    return this;
  }

  @Override
  public boolean isFatalEnabled() {
    return LOG.isDebugEnabled();
  }

  @Override
  public boolean isErrorEnabled() {
    return LOG.isDebugEnabled();
  }

  @Override
  public boolean isWarnEnabled() {
    return LOG.isDebugEnabled();
  }

  @Override
  public boolean isInfoEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public void fatal(String text) {
    say(() -> text);
  }

  @Override
  public void fatal(String format, Object... args) {
    say(format, args);
  }

  @Override
  public void fatal(String text, Throwable cause) {
    say(text, cause);
  }

  @Override
  public void error(String text) {
    say(() -> text);
  }

  @Override
  public void error(String format, Object... args) {
    say(format, args);
  }

  @Override
  public void error(String text, Throwable cause) {
    say(text, cause);
  }

  @Override
  public void warn(String text) {
    say(() -> text);
  }

  @Override
  public void warn(String format, Object... args) {
    say(format, args);
  }

  @Override
  public void warn(String text, Throwable cause) {
    say(text, cause);
  }

  @Override
  public void info(String text) {}

  @Override
  public void info(String format, Object... args) {}

  @Override
  public void debug(String text) {}

  @Override
  public void debug(String format, Object... args) {}

  @Override
  public void debug(String text, Throwable cause) {}

  @Override
  public void trace(Object what) {}

  @Override
  public void trace(String text) {}

  @Override
  public void trace(String format, Object... args) {}

  @Override
  public void trace(String text, Throwable cause) {}

  @Override
  public void setLevel(String level) {}

  @Override
  public String getLevel() {
    return "warn";
  }
}
