package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedId;
import alcove.room.model.BlockedId;
import alcove.room.model.StorageException;
import alcove.room.model.UnkeptBlockException;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.web.TestSite;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The last try to keep a block before a server ends. */
class LastBlocksTest {
  private final TestSite site;
  private final FeedId bob = TestSite.newId();

  LastBlocksTest() throws Exception {
    site = new TestSite(PrivacyMode.OPEN);
    site.registry.beforeWriting.set(
        () -> {
          throw new StorageException("the database is gone");
        });
    assertThatThrownBy(() -> site.room.blocks().block(Actor.operator(), bob, "", Optional.empty()))
        .isInstanceOf(UnkeptBlockException.class);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private Future<Void> keep() {
    return new LastBlocks(site.room.blocks()).keep();
  }

  @Test
  void block_isKept_whereTheDatabaseIsBack() {
    site.registry.beforeWriting.set(() -> {});

    Future<Void> kept = keep();

    await().until(kept::succeeded);
    assertThat(site.room.blocks().list()).extracting(BlockedId::id).containsExactly(bob);
  }

  @Test
  void block_thatCannotBeKept_keepsNobodyWaiting() {
    Future<Void> kept = keep();

    await().until(kept::succeeded);
    assertThat(site.room.blocks().arePending()).isTrue();
  }

  @Test
  void block_isTriedOnAThreadThatMayHang_andIsNotTheCallers() {
    CountDownLatch answer = new CountDownLatch(1);
    site.registry.beforeWriting.set(
        () -> {
          try {
            answer.await();
          } catch (InterruptedException stop) {
            throw new AssertionError(stop);
          }
        });

    Future<Void> kept = keep();

    assertThat(kept.isComplete()).isFalse();
    answer.countDown();
    await().until(kept::succeeded);
    assertThat(site.room.blocks().arePending()).isFalse();
  }
}
