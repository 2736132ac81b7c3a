package alcove.watch;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.slf4j.LoggerFactory;

/**
 * Fails each test during which the log told a secret or who was there: a token, a whole key, an
 * address that is not this machine's. The program's own loggers tell all they can meanwhile, and
 * libraries what they warn about, which is what a server can be made to log. JUnit finds it by
 * itself, through {@code META-INF/services}. Thread-safe.
 */
public final class NothingToldInLogs implements BeforeAllCallback, AfterEachCallback {
  /** Tokens and keys are 32 random bytes in some form of Base64 or in hexadecimal. */
  private static final List<Pattern> SECRETS =
      List.of(
          Pattern.compile(
              "(?<![\\w-])(?=[\\w-]*[0-9])(?=[\\w-]*[A-Z])(?=[\\w-]*[a-z])[\\w-]{43}(?![\\w-])"),
          Pattern.compile("(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{43}="),
          Pattern.compile("(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])"));

  private static final List<Pattern> ADDRESSES =
      List.of(
          Pattern.compile(
              "(?<![\\w.])(?!127\\.|0\\.0\\.0\\.0)[0-9]{1,3}(\\.[0-9]{1,3}){3}(?![\\w.])"),
          Pattern.compile(
              "(?<![\\w:])(?!(::|(0:){7})1(?![\\w:]))(?=[0-9a-fA-F:]*(::|:[0-9a-fA-F]+:[0-9a-fA-F]+:))"
                  + "[0-9a-fA-F:]*[0-9a-fA-F][0-9a-fA-F:]*(?![\\w:])"));

  private static final List<String> TOLD = new ArrayList<>();

  /** Notes what tells too much. */
  private static final class Listener extends AppenderBase<ILoggingEvent> {
    private static final String NAME = "nothing-told";

    @Override
    protected void append(ILoggingEvent event) {
      note(event.getLoggerName(), event.getFormattedMessage());
      IThrowableProxy thrown = event.getThrowableProxy();
      while (thrown != null) {
        note(event.getLoggerName(), String.valueOf(thrown.getMessage()));
        thrown = thrown.getCause();
      }
    }
  }

  static void note(String logger, String text) {
    if (tellsTooMuch(text)) {
      synchronized (TOLD) {
        TOLD.add(logger + ": " + text);
      }
    }
  }

  /** Whether a text has something in it that no log may have. */
  static boolean tellsTooMuch(String text) {
    return SECRETS.stream().anyMatch(each -> each.matcher(text).find())
        || ADDRESSES.stream().anyMatch(each -> each.matcher(text).find());
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    root.getLoggerContext().getLogger("alcove").setLevel(Level.TRACE);
    if (root.getAppender(Listener.NAME) == null) {
      Listener listener = new Listener();
      listener.setName(Listener.NAME);
      listener.setContext(root.getLoggerContext());
      listener.start();
      root.addAppender(listener);
    }
  }

  /** Fails if something was told since the last time. */
  static void check() {
    List<String> told;
    synchronized (TOLD) {
      told = List.copyOf(TOLD);
      TOLD.clear();
    }
    if (!told.isEmpty()) {
      throw new AssertionError("the log tells too much:\n" + String.join("\n", told));
    }
  }

  @Override
  public void afterEach(ExtensionContext context) {
    check();
  }
}
