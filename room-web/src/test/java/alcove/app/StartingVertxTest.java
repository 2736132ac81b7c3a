package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.address.TrustedProxies;
import alcove.door.Doorway;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class StartingVertxTest {
  private final Logger log = (Logger) LoggerFactory.getLogger(StartingVertx.class);
  private final CompletableFuture<ILoggingEvent> logged = new CompletableFuture<>();
  private final Doorway doorway = new Doorway(OptionalLong.empty(), new TrustedProxies(List.of()));
  private final AppenderBase<ILoggingEvent> appender =
      new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
          logged.complete(event);
        }
      };

  @BeforeEach
  void listen() {
    appender.start();
    log.addAppender(appender);
    log.setAdditive(false);
  }

  @AfterEach
  void stopListening() {
    log.setLevel(null);
    log.setAdditive(true);
    log.detachAppender(appender);
  }

  @Test
  void eventLoop_thatIsBlocked_isWarnedOfInOneLineOfTheLog() throws Exception {
    try (var starting = StartingVertx.begin(1, doorway)) {
      starting.warnFromNowOn();
      starting.get().runOnContext(begun -> logged.orTimeout(10, TimeUnit.SECONDS).join());

      var warning = logged.get(10, TimeUnit.SECONDS);

      assertThat(warning.getLevel()).isEqualTo(Level.WARN);
      assertThat(warning.getFormattedMessage())
          .startsWith("a thread has been blocked: vert.x-eventloop-thread-")
          .contains(" waits, ")
          .contains(", in alcove.app.StartingVertxTest")
          .doesNotContain("\n");
    }
  }

  @Test
  void listener_hearsOfEventLoops_andOfNoOtherThread() throws Exception {
    var told = new CountDownLatch(1);
    try (var starting = StartingVertx.begin(1, doorway)) {
      starting.warnFromNowOn();
      starting.onBlocked(told::countDown);
      var worker = new CompletableFuture<Thread>();
      starting.get().executeBlocking(() -> worker.complete(Thread.currentThread()));
      assertThat(StartingVertx.isLoop(starting.get(), worker.get(10, TimeUnit.SECONDS))).isFalse();

      starting.get().runOnContext(begun -> awaitQuietly(told));
      assertThat(told.await(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static void awaitQuietly(CountDownLatch told) {
    try {
      told.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void eventLoop_thatIsBlockedDuringTheStart_isToldOfAtDebug() throws Exception {
    log.setLevel(Level.DEBUG);
    try (var starting = StartingVertx.begin(1, doorway)) {
      starting.get().runOnContext(begun -> logged.orTimeout(10, TimeUnit.SECONDS).join());

      assertThat(logged.get(10, TimeUnit.SECONDS).getLevel()).isEqualTo(Level.DEBUG);
    }
  }
}
