package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class LogThrottleTest {
  private static final String LIBRARY = "io.netty.channel.DefaultChannelPipeline";
  private static final String OURS = "alcove.web.http.Responses";

  private final AtomicLong now = new AtomicLong();
  private final LogThrottle throttle = new LogThrottle(now::get);
  private final LoggerContext context = new LoggerContext();

  private boolean isWritten(String logger, Level level, @Nullable Throwable thrown) {
    Logger one = context.getLogger(logger);
    return throttle.decide(new LoggingEvent("", one, level, "x", thrown, null)) != FilterReply.DENY;
  }

  private long written(int lines, String logger, @Nullable Throwable thrown) {
    return IntStream.range(0, lines).filter(_ -> isWritten(logger, Level.ERROR, thrown)).count();
  }

  @Test
  void connectionThatBreaks_isNoLine() {
    for (Throwable each :
        new Throwable[] {
          new IOException("Connection reset by peer"),
          new SSLHandshakeException("no cipher suites in common"),
          new DecoderException("not an SSL/TLS record")
        }) {
      assertThat(written(100, LIBRARY, each)).isZero();
    }
  }

  @Test
  void libraries_haveALineASecond() {
    assertThat(written(1000, LIBRARY, null)).isEqualTo(10);
    now.addAndGet(Duration.ofSeconds(3).toNanos());
    assertThat(written(1000, LIBRARY, new IllegalStateException())).isEqualTo(3);
  }

  @Test
  void stackTraces_areWrittenOnceASecond() {
    assertThat(written(1000, OURS, new IllegalStateException())).isEqualTo(10);
    assertThat(isWritten(OURS, Level.ERROR, new IOException("our disk"))).isFalse();
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(isWritten(OURS, Level.ERROR, new IOException("our disk"))).isTrue();
  }

  @Test
  void whatTheRoomSaysItself_isAllWritten() {
    assertThat(written(100, OURS, null)).isEqualTo(100);
    assertThat(isWritten(OURS, Level.INFO, null)).isTrue();
  }
}
