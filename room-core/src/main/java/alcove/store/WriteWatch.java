package alcove.store;

import alcove.room.model.StorageException;
import java.io.IOException;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jdbi.v3.core.Jdbi;

/**
 * A watch over what a registry needs to be changed: its files, the lock on a server, and whether
 * the last write or probe of one succeeded. Thread-safe.
 */
final class WriteWatch {
  private final OpenRegistry registry;
  private final WriteState state;
  private volatile KeptFiles files = KeptFiles.none();
  private volatile Optional<String> gone = Optional.empty();

  WriteWatch(OpenRegistry registry, LongSupplier nanoTime) {
    this.registry = registry;
    this.state = new WriteState(nanoTime);
  }

  /** Watches the files that there are from now on. */
  void keepFiles() {
    files = registry.files();
  }

  /**
   * Begins a write.
   *
   * @throws StorageException if it would be lost
   */
  WriteState.Attempt begin() {
    gone = files.trouble();
    if (gone.isPresent()) {
      throw new StorageException(gone.get());
    }
    return state.begin();
  }

  /** Why nothing can be changed, as far as was told; empty: it can. Never blocks. */
  Optional<String> trouble() {
    return gone.or(() -> registry.lock().flatMap(ServerLock::trouble)).or(state::trouble);
  }

  /**
   * Looks after what may break while nobody writes. Blocks.
   *
   * @param interrupted is called if others may have written
   * @param write writes to the database itself, which is done once after a failure
   */
  void look(Runnable interrupted, Runnable write) {
    WriteState.Attempt looking = state.begin();
    try {
      gone = files.trouble();
      if (registry.lock().isPresent() && registry.lock().get().look()) {
        registry.connections().renewAll();
        interrupted.run();
      }
      if (state.isDue() && gone.isEmpty()) {
        probe(write);
      }
    } finally {
      looking.end();
    }
  }

  /** Reads something; should that hang, it is told as one that does not answer. Blocks. */
  <T> T read(Supplier<T> reading) {
    WriteState.Attempt attempt = state.begin();
    try {
      return reading.get();
    } finally {
      attempt.end();
    }
  }

  /** Nothing that it does leaves anything behind, but for the one write after a failure. */
  private void probe(Runnable write) {
    WriteState.Attempt attempt = state.begin();
    boolean isEmbedded = registry.url().isH2();
    try {
      if (!isEmbedded) {
        registry.connections().use(this::lockAll);
      } else if (registry.data().isPresent()) {
        SpaceProbe.in(registry.data().get()).run();
      }
      if (isEmbedded && state.isFailing()) {
        write.run();
      }
      attempt.succeeded();
    } catch (StorageException e) {
      attempt.failed(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      attempt.failed(
          "%s cannot be written: %s".formatted(registry.url().shown(), Failures.reason(e)));
    } finally {
      attempt.end();
    }
  }

  /** A row that is locked and not changed goes into the server's log as a change does. */
  private boolean lockAll(Jdbi jdbi) {
    jdbi.useTransaction(registry::lockAll);
    return true;
  }
}
