package alcove.room;

import java.io.IOException;

/** A real registry that fails when a test says so. */
final class FailingRegistry implements Registry {
  private final Registry kept;
  private volatile Failure next = Failure.NONE;
  private volatile boolean gone;

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
   * From the end of the next write on nothing can be read or written, until it {@link #returns}.
   */
  void vanish() {
    gone = true;
  }

  void returns() {
    gone = false;
  }

  @Override
  public <T> T read(Reading<T> reading) {
    if (gone) {
      throw failure();
    }
    return kept.read(reading);
  }

  @Override
  public <T> T write(Writing<T> writing) throws RefusedException {
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

  private static StorageException failure() {
    return new StorageException("database: the disk is on fire", new IOException("fire"));
  }
}
