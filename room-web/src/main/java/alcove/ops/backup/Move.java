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
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The move of a room to another database, directory or machine. Blocks.
 *
 * <p>From its first step on the room is started no more where it was, and where it goes it is
 * started only when all of it is there and was compared: at no time in both places. What fails is
 * undone, unless it repeats a move that was interrupted: that may have come to its end.
 *
 * @param source the registry of the room, whose data directory the caller has locked
 * @param program the version of the program
 */
public record Move(RegistrySource source, Crypto crypto, InstantSource clock, String program) {
  /** The name of a file in the directory that a room moves to. */
  static final String DRAFT = "moving.backup";

  /** The directory in a data directory in which its room is made for another database. */
  private static final String ASIDE = "moving";

  private static final String SECRET = "secret";

  /**
   * Writes the room as it leaves into a file.
   *
   * @throws CommandException if that fails; then the room has not moved
   */
  public Backup.Summary toFile(BackupSink sink) throws CommandException {
    return undoing(
        () -> {
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
        () -> {
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
        () -> {
          Path data = source.data();
          Path aside = data.resolve(ASIDE);
          if (url instanceof DatabaseUrl.H2File file && Files.exists(file.file())) {
            throw new CommandException(
                "%s is there, from before: move it elsewhere first".formatted(file.file()));
          }
          if (!isComplete(aside, url)) {
            DurableFiles.ownFolder(aside);
            copy(aside, url.isH2() ? DatabaseUrl.in(aside) : url);
          }
          takePlace(aside, data, url);
          return true;
        });
  }

  /** What was interrupted when only the last names were to be given. */
  private boolean isComplete(Path aside, DatabaseUrl url) {
    return url.isH2()
        ? Files.exists(DatabaseUrl.in(aside).file())
        : Files.isDirectory(aside)
            && new RegistryPlace(url, aside).isCompleteOnServer(source.room());
  }

  private static void takePlace(Path aside, Path data, DatabaseUrl url) throws IOException {
    if (url instanceof DatabaseUrl.H2File file) {
      DurableFiles.rename(DatabaseUrl.in(aside).file(), file.file());
    }
    DurableFiles.rename(aside.resolve(RegistryPlace.MARK), data.resolve(RegistryPlace.MARK));
    for (String left : new String[] {SECRET, "lock"}) {
      Files.deleteIfExists(aside.resolve(left));
    }
    Files.delete(aside);
  }

  private void copy(Path data, DatabaseUrl url) throws IOException, CommandException {
    AtomicReference<SortedMap<String, Dump.Sum>> there = new AtomicReference<>();
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
                  compare(there.get(), data, url);
                }
              })
          .run(false);
    }
  }

  private static void compare(SortedMap<String, Dump.Sum> there, Path data, DatabaseUrl url) {
    SortedMap<String, Dump.Sum> here =
        RegistrySource.contents(url.isH2() ? DatabaseUrl.in(Restoration.aside(data)) : url);
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
    return source.<SortedMap<String, Dump.Sum>, IOException>dump(
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
    T run() throws IOException, CommandException;
  }

  private <T> T undoing(Work<T> work) throws CommandException {
    try {
      boolean isNew = source.begin();
      try {
        return work.run();
      } catch (IOException | CommandException | RuntimeException e) {
        // one that was interrupted before may have come to its end
        if (isNew) {
          source.undo();
        }
        throw e;
      }
    } catch (IOException | StorageException e) {
      throw new CommandException("cannot move: " + FailureText.of(e), e);
    }
  }
}
