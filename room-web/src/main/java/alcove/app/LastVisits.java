package alcove.app;

import alcove.threads.StorageThreads;
import alcove.web.http.Closing;
import io.vertx.core.Future;
import java.util.concurrent.TimeUnit;

/** The visits that are under way when a server is about to stop. Thread-safe. */
final class LastVisits {
  private static final int SECONDS_TO_ANSWER = 4;

  private final StorageThreads storage;
  private final StorageThreads hashing;
  private final Closing closing = new Closing();
  private volatile Future<Void> visits = Future.succeededFuture();

  LastVisits(StorageThreads storage, StorageThreads hashing) {
    this.storage = storage;
    this.hashing = hashing;
  }

  /** The end of the site. */
  Closing closing() {
    return closing;
  }

  /** Lets watchers know that the server is about to stop, and turns new visitors away. */
  void announceStop() {
    closing.begin();
    visits =
        closing
            .done()
            .timeout(SECONDS_TO_ANSWER, TimeUnit.SECONDS)
            .recover(_ -> turnAwayWhoWaits());
  }

  /** What the registry has not begun for them by now is not done, and they are told so. */
  private Future<Void> turnAwayWhoWaits() {
    storage.beginNothingMore();
    hashing.beginNothingMore();
    return closing.done().timeout(1, TimeUnit.SECONDS);
  }

  /** Completes when the visitors are answered who were there before that, or take too long. */
  Future<Void> finished() {
    return visits;
  }
}
