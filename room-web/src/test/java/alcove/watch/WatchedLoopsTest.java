package alcove.watch;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Vertx;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WatchedLoopsTest {
  @Test
  void test_duringWhichALoopWaits_fails() throws Exception {
    Vertx vertx = WatchedLoops.vertx();
    var found = new CompletableFuture<Void>();
    vertx.runOnContext(begun -> found.orTimeout(10, TimeUnit.SECONDS).join());

    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(WatchedLoops::check)
                    .hasMessageContaining("an event loop was blocked:\nvert.x-eventloop-thread-")
                    .hasMessageContaining(" waits, "));

    found.complete(null);
    vertx.close().await(10, TimeUnit.SECONDS);
  }
}
