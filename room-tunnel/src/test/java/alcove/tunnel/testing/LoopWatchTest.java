package alcove.tunnel.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import alcove.tunnel.net.PeerConnection;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** Blocked event loops are found, whatever blocks them, and fail the test in which they were. */
class LoopWatchTest {
  /** A test of a room that looks something up where it must not. */
  static final class Blocking {
    @Test
    void procedure_thatParksTheLoop() throws IOException {
      TestStandings standings = new TestStandings();
      try (TestRoom room = TestRoom.open(standings);
          RawPeer peer = RawPeer.connect(room)) {
        standings.onAsked(asked -> park());
        peer.attend();
      }
    }
  }

  private static void park() {
    long end = System.nanoTime() + Duration.ofMillis(800).toNanos();
    while (System.nanoTime() < end) {
      LockSupport.parkNanos(end - System.nanoTime());
    }
  }

  @Test
  void test_inWhichAProcedureParksTheLoop_fails() {
    SummaryGeneratingListener listener = new SummaryGeneratingListener();
    LauncherDiscoveryRequest blocking =
        LauncherDiscoveryRequestBuilder.request().selectors(selectClass(Blocking.class)).build();

    LauncherFactory.create().execute(blocking, listener);

    assertThat(listener.getSummary().getFailures())
        .singleElement()
        .extracting(failure -> failure.getException().getMessage())
        .asString()
        .startsWith("an event loop was blocked:\nvert.x-eventloop-thread-")
        .contains(" waits, ")
        .contains("LockSupport.parkNanos")
        .contains("LoopWatchTest.park");
  }

  @Test
  void task_thatVertxDoesNotKnowOf_isFoundToo() {
    try (TestRoom room = TestRoom.open()) {
      PeerConnection peer = room.connect(room.client());

      peer.loop().run(LoopWatchTest::park);

      assertThat(found()).singleElement().asString().contains(" waits, ");
    }
  }

  @Test
  void task_thatComputesForLong_isFound() {
    AtomicBoolean over = new AtomicBoolean();
    long end = System.nanoTime() + Duration.ofSeconds(15).toNanos();
    try (TestRoom room = TestRoom.open()) {
      PeerConnection peer = room.connect(room.client());

      peer.loop()
          .run(
              () -> {
                while (!over.get() && System.nanoTime() < end) {
                  Thread.onSpinWait();
                }
              });

      List<String> found = found();
      over.set(true);
      assertThat(found).singleElement().asString().contains(" computes, ");
    }
  }

  private static List<String> found() {
    return await().until(LoopWatch::takeBlocked, blocked -> !blocked.isEmpty());
  }
}
