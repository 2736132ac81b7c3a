package alcove.store;

import alcove.files.DurableFiles;
import alcove.room.model.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rewriting of the registry's file without what is dead in it.
 *
 * <p>The rows go into a draft, which is read back and compared with them, and forced to the disk.
 * Then the file takes another name, which it keeps until the next start has read the new one, and
 * the draft takes its name. Whatever ends the process in between, {@link #recover} and the start
 * after it find all that was there.
 *
 * @param schema the schema that the file has
 * @param steps is told each step when it is done, on the thread that does it; what it throws ends
 *     the process as far as the files are concerned
 */
record Compaction(RegistryFile file, int schema, Consumer<Step> steps) {
  private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);

  /** What a draft may take more than what is in use: tables and indexes are built anew. */
  private static final long FACTOR = 2;

  /** What an empty registry takes, several times. */
  private static final long RESERVE = 1 << 20;

  /** What is done, in this order. */
  public enum Step {
    /** The rows are in the draft. */
    FILLED,
    /** The draft was read back and holds the same. */
    COMPARED,
    /** The draft is on the disk. */
    SYNCED,
    /** The file has its other name. */
    SET_ASIDE,
    /** The draft has the file's name. */
    PUBLISHED
  }

  /**
   * Puts the file back that was set aside when the process ended before the draft took its name.
   */
  static void recover(DatabaseUrl.H2File url) throws IOException {
    if (Files.notExists(url.file()) && Files.exists(url.former())) {
      DurableFiles.rename(url.former(), url.file());
      LOG.info("writing {} anew had been interrupted: it is as it was before", url.file());
    }
  }

  /**
   * Does it.
   *
   * @throws StorageException if it could not be done; then the file is as it was
   */
  void run() {
    DatabaseUrl.H2File url = file.url();
    try {
      long before = Files.size(url.file());
      requireSpace(url);
      DatabaseUrl.H2File draft = file.draft();
      try {
        write(draft);
        takePlace(draft, url);
      } catch (IOException | SQLException | StorageException e) {
        recover(url);
        Files.deleteIfExists(draft.file());
        throw e;
      }
      LOG.info(
          "wrote {} anew: {} MiB instead of {} MiB; until the next start it is still in {}",
          url.file(),
          Files.size(url.file()) >> 20,
          before >> 20,
          url.former().getFileName());
    } catch (IOException | SQLException e) {
      throw new StorageException(
          "cannot write %s anew: %s".formatted(url.file(), Failures.reason(e)), e);
    }
  }

  private void requireSpace(DatabaseUrl.H2File url) throws IOException, SQLException {
    long needed;
    try (Connection source = Drivers.source(url.readOnly()).getConnection()) {
      FileUse use = new Catalog(source).use(Files.size(url.file()));
      needed = use.live() * FACTOR + RESERVE;
    }
    long free = Files.getFileStore(file.data()).getUsableSpace();
    if (free < needed) {
      throw Failures.refusal(
          "no space to write %s anew: it takes up to %s MiB, and %s MiB are free",
          url.file(), needed >> 20, free >> 20);
    }
  }

  private void write(DatabaseUrl.H2File draft) throws IOException, SQLException {
    DurableFiles.create(draft.file()).close();
    try (Connection source = Drivers.source(file.url().readOnly()).getConnection()) {
      Dump rows = new Dump(source);
      file.bring(draft.drafting(), schema, empty -> copy(source, rows, empty));
      steps.accept(Step.FILLED);
      try (Connection copied = Drivers.source(draft.readOnly()).getConnection()) {
        Dump copy = new Dump(copied);
        if (copy.schema() != rows.schema() || !copy.sums().equals(rows.sums())) {
          throw new SQLException("the rows in it are not those that were there");
        }
      }
    }
    steps.accept(Step.COMPARED);
  }

  private static void copy(Connection source, Dump rows, Connection empty)
      throws SQLException, IOException {
    Set<String> tables = new TreeSet<>();
    new Catalog(source).tables().forEach(name -> tables.add(name.toLowerCase(Locale.ROOT)));
    Load load = new Load(empty, Load.Rows.KEPT_AT_ONCE);
    load.all(tables, rows::rows);
    load.countOnAs(source);
  }

  private void takePlace(DatabaseUrl.H2File draft, DatabaseUrl.H2File url) throws IOException {
    DurableFiles.sync(draft.file());
    steps.accept(Step.SYNCED);
    Path former = url.former();
    DurableFiles.rename(url.file(), former);
    steps.accept(Step.SET_ASIDE);
    DurableFiles.rename(draft.file(), url.file());
    steps.accept(Step.PUBLISHED);
  }
}
