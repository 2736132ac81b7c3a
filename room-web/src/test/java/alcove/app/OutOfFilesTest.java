package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import ch.qos.logback.core.spi.FilterReply;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutOfFilesTest {
  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final AtomicLong nanos = new AtomicLong();
  private final OutOfFiles filter = new OutOfFiles(nanos::get);

  @BeforeEach
  void listen() {
    log.start();
    logger(OutOfFiles.class.getName()).addAppender(log);
  }

  @AfterEach
  void stopListening() {
    logger(OutOfFiles.class.getName()).detachAppender(log);
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }

  private FilterReply say(String reason) {
    return filter.decide(
        null,
        logger("io.netty.channel.DefaultChannelPipeline"),
        Level.WARN,
        "An exceptionCaught() event was fired",
        null,
        new IOException(reason));
  }

  @Test
  void newcomers_thatCannotBeAccepted_areToldOfInOneLineAMinute() {
    for (int i = 0; i < 100; i++) {
      assertThat(say("accept(..) failed: Too many open files")).isEqualTo(FilterReply.DENY);
      nanos.addAndGet(Duration.ofMillis(500).toNanos());
    }
    assertThat(log.list).hasSize(1);
    nanos.addAndGet(Duration.ofMinutes(1).toNanos());
    say("accept(..) failed: Too many open files");
    assertThat(log.list).hasSize(2);
  }

  @Test
  void otherFailures_areLoggedAsEver() {
    assertThat(say("Connection reset by peer")).isEqualTo(FilterReply.NEUTRAL);
    assertThat(log.list).isEmpty();
  }
}
