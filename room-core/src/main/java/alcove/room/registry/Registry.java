package alcove.room.registry;

import alcove.room.model.RefusedException;
import alcove.room.model.StorageException;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * The place where the room keeps what it knows. Thread-safe; its methods block.
 *
 * <p>Fails with {@link StorageException} when the store does.
 */
public interface Registry {
  /** Reads from the tables. */
  @FunctionalInterface
  interface Reading<T> {
    /** Reads; must not write. */
    T in(Tables tables);
  }

  /** Changes the tables. */
  @FunctionalInterface
  interface Writing<T> {
    /** Reads and writes; what it throws undoes all of it. */
    T in(Tables tables) throws RefusedException;
  }

  /** Reads in one transaction. */
  <T> T read(Reading<T> reading);

  /** The same for the whole of it, which may take its time, as at a start. */
  default <T> T readAll(Reading<T> reading) {
    return read(reading);
  }

  /**
   * Writes in one transaction, which will survive a crash once this returns. Nobody else writes
   * between its beginning and its end, whatever process that may be.
   */
  <T> T write(Writing<T> writing) throws RefusedException;

  /**
   * Writes, in the same way, what is no part of the room's state: its generation stays as it is, so
   * nobody reads anything anew for it.
   */
  void note(Consumer<Tables> writing);

  /**
   * Calls {@code listener}, on any thread, when others may have written, with the generation as it
   * was seen a moment ago; with none where that may deceive, as after the registry was lost. One to
   * which nobody else can write calls nobody. What it throws does no harm to the registry, which
   * takes it as a sign that memory is older than it.
   */
  default void onChangeElsewhere(Consumer<OptionalLong> listener) {}

  /**
   * Counts the times after which no generation of before is to be believed. Within a transaction
   * that writes it is as exact as the generation. Never blocks.
   */
  default long interruptions() {
    return 0;
  }
}
