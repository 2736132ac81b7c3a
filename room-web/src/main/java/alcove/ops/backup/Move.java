package alcove.ops.backup;

import alcove.crypto.Crypto;
import alcove.files.DurableFiles;
import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.FailureText;
import alcove.room.model.StorageException;
import alcove.store.DatabaseUrl;
import alcove.store.Dump;
import alcove.store.RegistryPlace;
import alcove.store.RegistrySource;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/**
 * The move of a room to another database, directory or machine. Blocks.
 *
 * <p>From its first step on the room is started no more where it was, and where it goes it is
 * started only when all of it is there and was compared: at no time in both places. What fails is
 * undone, unless it repeats a move that was interrupted: that may have come to its end.
 *
 * @param source the registry of the room, whose data directory the caller has locked
 * @param program the version of the program
 * @param steps is told what was just done, a {@link Restoration.Step} or a {@link Step}, on the
 *     thread that does it
 */
public record Move(
    RegistrySource source,
    Crypto crypto,
    InstantSource clock,
    String program,
    Consumer<? super Enum<?>> steps) {
  /** The name of a file in the directory that a room moves to. */
  static final String DRAFT = "moving.backup";

  /** The directory in a data directory in which its room is made for another database. */
  private static final String ASIDE = "moving";

  private static final String SECRET = "secret";

  /** The table that says how often the registry was changed, also by being opened. */
  private static final String CHANGE_COUNT = "change_count";

  /** What is done at the end of a move in the same directory, in this order. */
  public enum Step {
    /** The database is in its place, if it is a file. */
    DATABASE_PLACED,
    /** The mark is, by which the room is there. */
    MARK_PLACED
  }

  /** One that tells nobody. */
  public Move(RegistrySource source, Crypto crypto, InstantSource clock, String program) {
    this(source, crypto, clock, program, step -> {});
  }

  /**
   * Writes the room as it leaves into a file.
   *
   * @throws CommandException if that fails; then the room has not moved
   */
  public Backup.Summary toFile(BackupSink sink) throws CommandException {
    return undoing(
        isNew -> {
          write(sink.out());
          return sink.finish();
        });
  }

  /**
   * Makes the room in another data directory, locked by the caller.
   *
   * @param url where its database shall be
   * @throws CommandException if that fails; then the room has not moved
   */
  public void to(Path data, DatabaseUrl url) throws CommandException {
    undoing(
        isNew -> {
          copy(data, url);
          return true;
        });
  }

  /**
   * Makes the registry anew in another database, for the same data directory.
   *
   * @throws CommandException if that fails; then the registry has not moved
   */
  public void inPlace(DatabaseUrl url) throws CommandException {
    undoing(
        isNew -> {
          Path aside = source.data().resolve(ASIDE);
          DurableFiles.ownFolder(aside);
          if (isNew) {
            // what is left of another move is of another time
            Restoration.clear(aside);
          }
          try {
            makeAside(aside, url);
          } catch (IOException | CommandException | RuntimeException e) {
            removeUnused(aside);
            throw e;
          }
          takePlace(aside, url);
          return true;
        });
  }

  private void makeAside(Path aside, DatabaseUrl url) throws IOException, CommandException {
    if (url instanceof DatabaseUrl.H2File file && Files.exists(file.file())) {
      if (!isPlaced(aside)) {
        throw new CommandException(
            "%s is there, from before: move it elsewhere first".formatted(file.file()));
      }
    } else if (!isComplete(aside, url)) {
      Restoration.clear(aside);
      copy(aside, url.isH2() ? DatabaseUrl.in(aside) : url);
    }
  }

  /** Whether only the last names were to be given when it was interrupted. */
  private boolean isComplete(Path aside, DatabaseUrl url) {
    return url.isH2()
        ? Files.exists(DatabaseUrl.in(aside).file())
        : new RegistryPlace(url, aside).isCompleteOnServer(source.room());
  }

  /** Whether only the mark was left to place: it is there from before the database was. */
  private static boolean isPlaced(Path aside) {
    return Files.exists(aside.resolve(RegistryPlace.MARK))
        && Files.notExists(DatabaseUrl.in(aside).file())
        && !Restoration.isInterruptedIn(aside);
  }

  private static void removeUnused(Path aside) throws IOException {
    if (!Files.exists(aside.resolve(RegistryPlace.MARK)) && !Restoration.isInterruptedIn(aside)) {
      Restoration.clear(aside);
      Files.delete(aside);
    }
  }

  /** The mark goes last, by which the room is there; then an empty directory is left. */
  private void takePlace(Path aside, DatabaseUrl url) throws IOException {
    Path made = DatabaseUrl.in(aside).file();
    Path mark = aside.resolve(RegistryPlace.MARK);
    Restoration.clear(aside, Set.of(made, mark));
    if (url instanceof DatabaseUrl.H2File file && Files.exists(made)) {
      DurableFiles.rename(made, file.file());
    }
    steps.accept(Step.DATABASE_PLACED);
    DurableFiles.rename(mark, source.data().resolve(RegistryPlace.MARK));
    steps.accept(Step.MARK_PLACED);
    Files.delete(aside);
  }

  private void copy(Path data, DatabaseUrl url) throws IOException, CommandException {
    AtomicReference<SortedMap<String, Dump.Sum>> there = new AtomicReference<>();
    AtomicBoolean isCompared = new AtomicBoolean();
    try (BackupDraft draft = BackupDraft.at(data.resolve(DRAFT))) {
      there.set(write(draft.out()));
      draft.out().flush();
      new Restoration(
              Backup.read(draft.file()),
              data,
              url,
              Restoration.Kind.MOVED,
              crypto,
              clock,
              step -> {
                if (step == Restoration.Step.FILLED) {
                  compare(
                      there.get(),
                      url.isH2() ? DatabaseUrl.in(Restoration.aside(data)) : url,
                      Set.of());
                  isCompared.set(true);
                }
                steps.accept(step);
              })
          .run(false);
      if (!isCompared.get()) {
        // it was complete, and opened, but may be that of another time
        compare(there.get(), url, Set.of(CHANGE_COUNT));
      }
    }
  }

  private static void compare(
      SortedMap<String, Dump.Sum> there, DatabaseUrl url, Set<String> besides) {
    SortedMap<String, Dump.Sum> here = RegistrySource.contents(url);
    here.keySet().removeAll(besides);
    there.keySet().removeAll(besides);
    if (!here.equals(there)) {
      there.entrySet().removeAll(here.entrySet());
      throw new StorageException(
          "what came is not what left: the rows of %s differ"
              .formatted(String.join(", ", there.keySet())));
    }
  }

  /** Returns what the database has. */
  private SortedMap<String, Dump.Sum> write(OutputStream out) throws IOException {
    String secret = Files.readString(source.data().resolve(SECRET));
    return source.<SortedMap<String, Dump.Sum>, IOException>leave(
        dump -> {
          Backup.write(
              dump,
              program,
              source.room(),
              clock.instant().truncatedTo(ChronoUnit.MILLIS),
              Optional.of(secret),
              out);
          return dump.contents();
        });
  }

  private interface Work<T> {
    T run(boolean isNew) throws IOException, CommandException;
  }

  private <T> T undoing(Work<T> work) throws CommandException {
    try {
      boolean isNew = source.begin();
      T result;
      try {
        result = work.run(isNew);
      } catch (IOException | CommandException | RuntimeException e) {
        // one that was interrupted before may have come to its end
        if (isNew) {
          undo(e);
        }
        throw e;
      }
      source.complete();
      return result;
    } catch (IOException | StorageException e) {
      throw new CommandException("cannot move: " + FailureText.of(e), e);
    }
  }

  private void undo(Exception cause) throws CommandException {
    try {
      source.undo();
    } catch (StorageException e) {
      cause.addSuppressed(e);
      throw new CommandException(
          "%s; nor could that it moves be taken back (%s): the room is started nowhere until the same"
                  .formatted(FailureText.of(cause), FailureText.of(e))
              + " move was repeated",
          cause);
    }
  }
}
