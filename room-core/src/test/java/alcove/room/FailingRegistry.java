package alcove.room;

import alcove.room.model.RefusedException;
import alcove.room.model.StorageException;
import alcove.room.registry.Registry;
import alcove.room.registry.Tables;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;

/** A real registry that fails when a test says so. */
final class FailingRegistry implements Registry {
  private final Registry kept;
  private volatile Failure next = Failure.NONE;
  private volatile boolean gone;
  private volatile CountDownLatch answer = new CountDownLatch(0);
  private final CountDownLatch hanging = new CountDownLatch(1);

  FailingRegistry(Registry kept) {
    this.kept = kept;
  }

  private enum Failure {
    NONE,
    BEFORE_IT_BEGINS,
    BEFORE_THE_COMMIT,
    AFTER_THE_COMMIT
  }

  /** The next write does not even begin. */
  void failBeforeTheNextBegins() {
    next = Failure.BEFORE_IT_BEGINS;
  }

  /** The next write is undone when all of it is done. */
  void failBeforeTheNextCommit() {
    next = Failure.BEFORE_THE_COMMIT;
  }

  /** The next write is kept, and nobody learns of it. */
  void failAfterTheNextCommit() {
    next = Failure.AFTER_THE_COMMIT;
  }

  /**
   * Nothing can be read or written, until it {@link #returns}; where the next write is to fail,
   * from its end on.
   */
  void vanish() {
    gone = true;
  }

  void returns() {
    gone = false;
  }

  /** From now on nothing is answered, until {@link #answers}. */
  void hang() {
    answer = new CountDownLatch(1);
  }

  void answers() {
    answer.countDown();
  }

  /** Waits until somebody waits for an answer. */
  void awaitHanging() throws InterruptedException {
    hanging.await();
  }

  private void pass() {
    try {
      if (answer.getCount() > 0) {
        hanging.countDown();
        answer.await();
      }
    } catch (InterruptedException stop) {
      throw new StorageException("interrupted", stop);
    }
  }

  @Override
  public <T> T read(Reading<T> reading) {
    pass();
    if (gone && next == Failure.NONE) {
      throw failure();
    }
    return kept.read(reading);
  }

  @Override
  public <T> T write(Writing<T> writing) throws RefusedException {
    pass();
    Failure failure = next;
    next = Failure.NONE;
    if (failure == Failure.BEFORE_IT_BEGINS || (gone && failure == Failure.NONE)) {
      throw failure();
    }
    T result =
        kept.write(
            tables -> {
              T inside = writing.in(tables);
              if (failure == Failure.BEFORE_THE_COMMIT) {
                throw failure();
              }
              return inside;
            });
    if (failure == Failure.AFTER_THE_COMMIT) {
      throw failure();
    }
    return result;
  }

  @Override
  public void note(Consumer<Tables> writing) {
    pass();
    if (gone) {
      throw failure();
    }
    kept.note(writing);
  }

  private static StorageException failure() {
    return new StorageException("database: the disk is on fire", new IOException("fire"));
  }
}
