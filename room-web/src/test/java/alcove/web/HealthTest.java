package alcove.web;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.room.model.StorageException;
import alcove.room.policy.PrivacyMode;
import io.netty.util.concurrent.EventExecutor;
import io.vertx.core.internal.VertxInternal;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What watchers are told. */
class HealthTest {
  private TestSite site;

  @BeforeEach
  void open() throws Exception {
    site = new TestSite(PrivacyMode.COMMUNITY);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private void assertSays(String path, int status, String word) throws Exception {
    HttpResponse<String> answer = site.get(path);
    assertThat(answer.body()).isEqualTo(word);
    assertThat(answer.statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthz", "/readyz"})
  void watcher_ofRoomThatIsWell_hearsOk(String path) throws Exception {
    HttpResponse<String> answer = site.get(path, "Accept", "application/json");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("ok");
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
    assertThat(answer.headers().firstValue("Cache-Control")).hasValue("no-store");
  }

  @Test
  void readiness_ofServerThatStops_isGoneAtOnce() throws Exception {
    assertSays("/readyz", 200, "ok");

    site.closing.begin();

    assertSays("/readyz", 503, "stopping");
    assertSays("/healthz", 200, "ok");
  }

  @Test
  void nodeThatDrains_isToGetNobodyNew_andAnswersEverybodyAllTheSame() throws Exception {
    site.closing.drain();

    assertSays("/healthz", 404, "draining");
    assertSays("/readyz", 503, "stopping");
    assertThat(site.get("/").statusCode()).isEqualTo(200);
  }

  @Test
  void nodeThatIsCutOff_isToGetNobodyNew_untilItIsNotAnyMore() throws Exception {
    site.closing.cutOff(true);
    assertSays("/healthz", 404, "cut off");

    site.closing.cutOff(false);
    assertSays("/healthz", 200, "ok");
  }

  @Test
  void readiness_whenTheRegistryFails_isGoneUntilItWorksAgain() throws Exception {
    site.registry.beforeReading.set(
        () -> {
          throw new StorageException("the disk is gone", new IllegalStateException());
        });

    assertSays("/readyz", 503, "storage");
    assertSays("/healthz", 200, "ok");

    site.registry.beforeReading.set(() -> {});
    await().atMost(10, SECONDS).untilAsserted(() -> assertSays("/readyz", 200, "ok"));
  }

  @Test
  void readiness_whenTheRegistryCannotBeWritten_isGone_andAskingWritesNothing() throws Exception {
    int writes = site.registry.writes.get();
    site.canWrite.set(false);
    for (int i = 0; i < 20; i++) {
      assertSays("/readyz", 503, "storage");
    }
    assertSays("/healthz", 200, "ok");
    assertThat(site.registry.writes).hasValue(writes);

    site.canWrite.set(true);
    await().atMost(10, SECONDS).untilAsserted(() -> assertSays("/readyz", 200, "ok"));
  }

  @Test
  void readiness_whenTheRegistryHangs_isGoneAndAsksItOnlyOnce() throws Exception {
    var asked = new AtomicInteger();
    var answer = new CountDownLatch(1);
    site.registry.beforeReading.set(
        () -> {
          asked.incrementAndGet();
          await().atMost(60, SECONDS).until(() -> answer.getCount() == 0);
        });
    try {
      assertSays("/readyz", 503, "storage");
      for (int i = 0; i < 20; i++) {
        assertSays("/readyz", 503, "storage");
      }
      assertThat(asked).hasValue(1);
    } finally {
      answer.countDown();
    }
    await().atMost(10, SECONDS).untilAsserted(() -> assertSays("/readyz", 200, "ok"));
  }

  @Test
  void registry_whenManyWatch_isAskedOnceASecondAtMost() throws Exception {
    var asked = new AtomicInteger();
    site.registry.beforeReading.set(asked::incrementAndGet);
    long start = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      assertSays("/readyz", 200, "ok");
    }
    long seconds = Duration.ofNanos(System.nanoTime() - start).toSeconds();

    assertThat(asked.get()).isBetween(1, (int) seconds + 2);
  }

  /** One of the other loops: the one that answers has to be free. */
  @Test
  void life_whenAnEventLoopIsStuck_isInDoubt() throws Exception {
    var answer = new CountDownLatch(1);
    var stuck = new CountDownLatch(1);
    EventExecutor last = null;
    for (EventExecutor loop : ((VertxInternal) site.vertx()).nettyEventLoopGroup()) {
      last = loop;
    }
    assertThat(last).isNotNull();
    last.execute(
        () -> {
          stuck.countDown();
          try {
            answer.await();
          } catch (InterruptedException end) {
            Thread.currentThread().interrupt();
          }
        });
    try {
      assertThat(stuck.await(10, SECONDS)).isTrue();
      assertSays("/healthz", 503, "stuck");
    } finally {
      answer.countDown();
    }
    await().atMost(10, SECONDS).untilAsserted(() -> assertSays("/healthz", 200, "ok"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/healthz", "/readyz"})
  void watcher_withOtherMethods_isToldWhichThereAre(String path) throws Exception {
    HttpResponse<String> answer = site.post(path, "text/plain", "");

    assertThat(answer.statusCode()).isEqualTo(405);
    assertThat(answer.headers().firstValue("Allow")).hasValue("GET, HEAD, OPTIONS");
  }
}
