package alcove.threads;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class StorageThreadsTest {
  @Test
  void whatWaits_isRefusedWhenNothingMoreBegins_andWhatIsUnderWayGoesOn() throws Exception {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicBoolean done = new AtomicBoolean();
    StorageThreads threads = StorageThreads.forPasswords();
    Future<Boolean> underWay =
        threads.run(
            () -> {
              begun.countDown();
              return goOn.await(20, TimeUnit.SECONDS);
            });
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    Future<Boolean> waiting = threads.run(() -> done.getAndSet(true));

    threads.beginNothingMore();

    assertThat(waiting.cause()).isInstanceOf(StorageBusyException.class);
    assertThat(threads.run(() -> true).cause()).isInstanceOf(StorageBusyException.class);
    goOn.countDown();
    assertThat(underWay.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS))
        .isTrue();
    threads.close();
    assertThat(done).isFalse();
  }
}
