package alcove.web.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TypesetterTest {
  private static String await(Future<String> html) throws Exception {
    return html.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Test
  void text_thatTakesMoreThanASecond_isGivenUp_andTheNextIsMade() throws Exception {
    AtomicLong time = new AtomicLong();
    Typesetter typesetter = new Typesetter(() -> time.addAndGet(Duration.ofMillis(10).toNanos()));

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> await(typesetter.html("*a ".repeat(5000))))
        .withCauseInstanceOf(Typesetter.TooComplexException.class);
    assertThat(await(typesetter.html("*a*"))).isEqualTo("<p><em>a</em></p>\n");
  }

  @Test
  void text_thatIsTooDeepForTheStack_isGivenUp() {
    Typesetter typesetter = new Typesetter(() -> 0);

    assertThatExceptionOfType(ExecutionException.class)
        .isThrownBy(() -> await(typesetter.html("*a **a ".repeat(9000) + "a** a*".repeat(9000))))
        .withCauseInstanceOf(Typesetter.TooComplexException.class);
  }

  @Test
  void texts_thatWaitForOneThatIsStuck_areFew() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    Typesetter typesetter =
        new Typesetter(
            () -> {
              try {
                stuck.await();
              } catch (InterruptedException stop) {
                throw new AssertionError(stop);
              }
              return 0;
            });
    List<Future<String>> all = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      all.add(typesetter.html("a"));
    }
    assertThat(all)
        .filteredOn(each -> each.cause() instanceof RejectedExecutionException)
        .hasSizeGreaterThan(80);
    stuck.countDown();
    assertThat(await(all.getFirst())).isEqualTo("<p>a</p>\n");
  }
}
