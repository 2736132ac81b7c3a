package alcove.tunnel.loops;

import static java.lang.Thread.State.RUNNABLE;
import static java.lang.Thread.State.TIMED_WAITING;
import static java.lang.Thread.State.WAITING;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is held against an event loop that does not come back, and what is not. */
class BlockageJudgeTest {
  private static final ThreadSample PARKED =
      look(WAITING, 0, "jdk.internal.misc.Unsafe", "alcove.A");

  private final BlockageJudge suspicion = new BlockageJudge();

  private static ThreadSample look(Thread.State state, long cpu, String... classNames) {
    return new ThreadSample(
        state,
        Stream.of(classNames).map(name -> new StackTraceElement(name, "method", null, 1)).toList(),
        cpu);
  }

  private static long ms(long millis) {
    return Duration.ofMillis(millis).toNanos();
  }

  /** A look at a task that began at the time 0. */
  private @Nullable String look(long atMillis, ThreadSample look) {
    return suspicion.add(look, ms(atMillis), ms(atMillis));
  }

  @Test
  void parked_forLongAtOnePlace_isBlockedAndToldOnce() {
    assertThat(look(200, PARKED)).isNull();
    assertThat(look(300, PARKED)).isNull();
    assertThat(look(350, PARKED)).isEqualTo("waits");
    assertThat(look(400, PARKED)).isNull();
    assertThat(look(900, PARKED)).isNull();
  }

  @Test
  void parked_hereAndThere_isNotBlocked() {
    for (int i = 0; i < 20; i++) {
      assertThat(look(200 + 100 * i, look(TIMED_WAITING, 0, "alcove.Place" + i))).isNull();
    }
  }

  @Test
  void parked_withRunningInBetween_isNotBlocked() {
    for (int i = 0; i < 20; i++) {
      assertThat(look(200 + 200 * i, PARKED)).isNull();
      assertThat(look(300 + 200 * i, look(RUNNABLE, 0, "alcove.A"))).isNull();
    }
  }

  /** The looks at several short tasks that happened to be late say nothing together. */
  @Test
  void parked_inOneTaskAfterTheOther_isNotBlocked() {
    for (int i = 1; i < 20; i++) {
      assertThat(suspicion.add(PARKED, ms(200), ms(300L * i))).isNull();
    }
  }

  @Test
  void parked_inTwoTasksForLong_isToldOfEach() {
    look(200, PARKED);
    assertThat(look(400, PARKED)).isEqualTo("waits");

    assertThat(suspicion.add(PARKED, ms(200), ms(1000))).isNull();
    assertThat(suspicion.add(PARKED, ms(400), ms(1200))).isEqualTo("waits");
  }

  /** On a busy machine a thread gets the CPU now and then. */
  @Test
  void starved_forSeconds_isNotBlocked() {
    for (int i = 0; i < 100; i++) {
      ThreadSample runnable = look(RUNNABLE, ms(4L * i), "alcove.Place" + i % 3);
      assertThat(look(200 + 50 * i, runnable)).isNull();
    }
  }

  @Test
  void computing_forHalfASecondOfCpu_isBlocked() {
    assertThat(look(200, look(RUNNABLE, ms(10_000), "alcove.A"))).isNull();
    assertThat(look(600, look(RUNNABLE, ms(10_490), "alcove.B"))).isNull();
    assertThat(look(700, look(RUNNABLE, ms(10_510), "alcove.C"))).isEqualTo("computes");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "java.io.RandomAccessFile",
        "sun.nio.fs.UnixNativeDispatcher",
        "sun.nio.ch.NioSocketImpl",
        "java.net.Inet6AddressImpl",
        "org.h2.mvstore.MVStore",
        "org.postgresql.core.PGStream",
        "org.sqlite.core.NativeDB"
      })
  void callThatBlocks_isBlockedAtTheFirstLook(String className) {
    assertThat(look(200, look(RUNNABLE, 0, className, "alcove.A")))
        .isEqualTo("is in a call that blocks");
  }

  @Test
  void writingTheLog_orLoadingAClass_isTolerated() {
    ThreadSample writing =
        look(RUNNABLE, 0, "java.io.FileOutputStream", "ch.qos.logback.core.ConsoleAppender");
    ThreadSample waiting =
        look(WAITING, 0, "jdk.internal.misc.Unsafe", "ch.qos.logback.core.Appender");
    ThreadSample loading = look(RUNNABLE, 0, "java.io.RandomAccessFile", "java.lang.ClassLoader");
    for (int i = 0; i < 20; i++) {
      assertThat(look(200 + 100 * i, writing)).isNull();
      assertThat(look(230 + 100 * i, waiting)).isNull();
      assertThat(look(260 + 100 * i, loading)).isNull();
    }
  }

  @Test
  void initializingAClass_isTolerated() {
    List<StackTraceElement> stack =
        List.of(
            new StackTraceElement("java.io.FileInputStream", "read", null, 1),
            new StackTraceElement("io.netty.channel.DefaultChannelId", "<clinit>", null, 1));
    for (int i = 0; i < 20; i++) {
      assertThat(look(200 + 100 * i, new ThreadSample(RUNNABLE, stack, 0))).isNull();
      assertThat(look(250 + 100 * i, new ThreadSample(WAITING, stack, 0))).isNull();
    }
  }

  @Test
  void askingForOnesOwnProcess_isNoCallThatBlocks() {
    assertThat(look(200, look(RUNNABLE, 0, "java.lang.ProcessHandle"))).isNull();
  }
}
