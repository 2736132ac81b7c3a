package alcove.app;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The lines of the log: text or JSON, with priorities where the journal reads them, and with how
 * many were left out. What libraries say has no addresses of sockets in it, since these may be
 * visitors'. Confined to whoever holds the appender's lock, but for the format.
 */
final class LogLines extends EncoderBase<ILoggingEvent> {
  private static final byte[] NOTHING = {};
  private static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{0}: %msg%n";
  private static final JsonMapper JSON = new JsonMapper();

  /** As Java writes it: {@code NAME/1.2.3.4:PORT}, the name and the port not always. */
  private static final Pattern SOCKET_ADDRESS =
      Pattern.compile(
          "[\\w.-]*/([0-9]{1,3}(\\.[0-9]{1,3}){3}"
              + "|\\[?[0-9a-fA-F:]*:[0-9a-fA-F:.]+(%\\w+)?]?):?[0-9]*");

  private final LogThrottle throttle;
  private final boolean isJournal;
  private final PatternLayoutEncoder text = new PatternLayoutEncoder();
  private volatile LogFormat format = LogFormat.TEXT;

  LogLines(LogThrottle throttle, boolean isJournal) {
    this.throttle = throttle;
    this.isJournal = isJournal;
  }

  void setFormat(LogFormat chosen) {
    format = chosen;
  }

  @Override
  public void start() {
    text.setContext(getContext());
    text.setPattern(PATTERN);
    text.setCharset(StandardCharsets.UTF_8);
    text.start();
    super.start();
  }

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    long leftOut = throttle.takeLeftOut();
    var lines = leftOut == 0 ? "" : note(event.getInstant(), leftOut);
    return (lines + line(event)).getBytes(StandardCharsets.UTF_8);
  }

  private String line(ILoggingEvent event) {
    String line =
        switch (format) {
          case TEXT -> new String(text.encode(event), StandardCharsets.UTF_8);
          case JSON -> json(event);
        };
    return prioritized(
        event.getLevel(),
        event.getLoggerName().startsWith(LogThrottle.OURS)
            ? line
            : SOCKET_ADDRESS.matcher(line).replaceAll("[address]"));
  }

  private String note(Instant at, long leftOut) {
    var note = new LoggingEvent();
    note.setInstant(at);
    note.setLevel(Level.WARN);
    note.setLoggerName(LogThrottle.class.getName());
    note.setMessage("%s warnings were left out: more came than one a second".formatted(leftOut));
    return line(note);
  }

  private static String json(ILoggingEvent event) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("time", event.getInstant().toString());
    fields.put("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
    fields.put("logger", event.getLoggerName());
    fields.put("message", event.getFormattedMessage());
    if (event.getThrowableProxy() != null) {
      fields.put("stackTrace", ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
    try {
      return JSON.writeValueAsString(fields) + "\n";
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Each line has it, also those of a stack trace. */
  private String prioritized(Level level, String lines) {
    return isJournal
        ? lines.lines().map(each -> priority(level) + each + "\n").collect(Collectors.joining())
        : lines;
  }

  /** As syslog has them. */
  private static String priority(Level level) {
    return switch (level.toInt()) {
      case Level.ERROR_INT -> "<3>";
      case Level.WARN_INT -> "<4>";
      case Level.INFO_INT -> "<6>";
      default -> "<7>";
    };
  }
}
