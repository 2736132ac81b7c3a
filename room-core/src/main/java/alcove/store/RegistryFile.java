package alcove.store;

import alcove.files.DurableFiles;
import alcove.room.model.StorageException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry's file, from wherever it is to where it can be opened: made when the room is new,
 * looked through, brought to the newest schema. What is not right is refused and left as it is.
 *
 * <p>The file is never half made: a new one and one with a new schema are drafts until they are
 * complete, and then take its name.
 *
 * @param data the directory that it is in
 * @param steps is told what is done when the file is written anew
 */
record RegistryFile(
    DatabaseUrl.H2File url, Path data, Migrations migrations, Consumer<Compaction.Step> steps) {
  private static final Logger LOG = LoggerFactory.getLogger(RegistryFile.class);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  static RegistryFile of(DatabaseUrl.H2File url, Migrations migrations) {
    Path data = Objects.requireNonNull(url.file().toAbsolutePath().getParent());
    return new RegistryFile(url, data, migrations, step -> {});
  }

  /** The same with somebody who is told what is done when it is written anew. */
  RegistryFile telling(Consumer<Compaction.Step> told) {
    return new RegistryFile(url, data, migrations, told);
  }

  /** What was found in it. */
  private record Found(int schema, long changes, FileUse use) {}

  /**
   * Makes it ready to be opened.
   *
   * @param precaution says whether its schema may change; as it is now it is kept in any case
   * @throws StorageException if it is not ours, damaged, in use, older than it was, or missing
   */
  RegistryMark prepare(RegistryPlace.Precaution precaution) {
    Optional<RegistryMark.Content> mark = mark();
    try {
      Compaction.recover(url);
      if (Files.notExists(url.file())) {
        requireNoMark(mark);
        create(migrations.newest(), empty -> {});
        return RegistryMark.open(data, RegistryMark.Content.of(url, 0));
      }
      Found found = lookThrough(mark);
      if (found.schema() < migrations.newest()) {
        precaution.requireAllowed(url, found.schema(), migrations.newest());
      }
      if (found.use().isMostlyDead()) {
        tryToCompact(found);
      }
      if (found.schema() < migrations.newest()) {
        migrate(found.schema());
      }
      return RegistryMark.open(data, RegistryMark.Content.of(url, found.changes()));
    } catch (IOException | SQLException e) {
      throw Failures.opening(url, e);
    }
  }

  /**
   * Writes the file anew, however little is dead in it.
   *
   * @return how large it was
   * @throws StorageException if it cannot be opened, or not be written anew; then it is as it was
   */
  long compact() {
    Optional<RegistryMark.Content> mark = mark();
    try {
      Compaction.recover(url);
      if (Files.notExists(url.file())) {
        requireNoMark(mark);
        throw Failures.refusal("%s is missing", url.shown());
      }
      Found found = lookThrough(mark);
      new Compaction(this, found.schema(), steps).run();
      return found.use().bytes();
    } catch (IOException | SQLException e) {
      throw Failures.opening(url, e);
    }
  }

  /** How much of it is in use. Changes nothing. */
  FileUse use() {
    Optional<RegistryMark.Content> mark = mark();
    try {
      if (Files.notExists(url.file())) {
        requireNoMark(mark);
        throw Failures.refusal("%s is missing", url.shown());
      }
      return look().use();
    } catch (IOException | SQLException e) {
      throw Failures.opening(url, e);
    }
  }

  private void tryToCompact(Found found) {
    LOG.info(
        "{} has {} MiB, and {} MiB of them are dead: it is written anew",
        url.file(),
        found.use().bytes() >> 20,
        found.use().dead() >> 20);
    try {
      new Compaction(this, found.schema(), steps).run();
    } catch (StorageException e) {
      LOG.warn("{}; the room starts with it as it is", e.getMessage());
    }
  }

  private Optional<RegistryMark.Content> mark() {
    requireUsableName();
    Optional<RegistryMark.Content> mark = RegistryMark.read(data);
    if (mark.isPresent() && !mark.get().isOf(url)) {
      throw Failures.refusal(
          "this room's registry is on PostgreSQL, says %s: give its --jdbc-url (ALCOVE_JDBC_URL);"
              + " only to give that registry up for good, with all members, write the word new into"
              + " that file",
          data.resolve(RegistryMark.NAME));
    }
    return mark;
  }

  /** What an earlier start kept of it goes when all that is in it could be read. */
  private Found lookThrough(Optional<RegistryMark.Content> mark) throws IOException, SQLException {
    Found found = look();
    requireNothingLost(mark, found);
    Files.deleteIfExists(url.former());
    return found;
  }

  private void requireUsableName() {
    String path = url.path().toString();
    if (path.contains(";") || path.contains("\\")) {
      throw Failures.refusal(
          "%s: the path of the data directory may hold neither a semicolon nor a backslash", data);
    }
  }

  /**
   * Fails unless it is there, ours, whole and as new as a mark says. Changes nothing.
   *
   * @param marked what its mark said
   */
  void requireWhole(Optional<RegistryMark.Content> marked) {
    requireUsableName();
    try {
      requireNothingLost(marked, look());
    } catch (IOException | SQLException e) {
      throw Failures.opening(url, e);
    }
  }

  private void requireNoMark(Optional<RegistryMark.Content> mark) {
    if (mark.isPresent()) {
      throw Failures.refusal(
          "%s is missing, but %s says that there was one: restore a backup; only where there is"
              + " none, write the word new into that file, and begin without members",
          url.shown(), data.resolve(RegistryMark.NAME));
    }
  }

  private void requireNothingLost(Optional<RegistryMark.Content> mark, Found found) {
    long lost = mark.map(RegistryMark.Content::changes).orElse(0L) - found.changes();
    if (lost > 0) {
      throw Failures.refusal(
          "%s has lost its last %s changes, or is an older copy: restore a backup, or "
              + "delete %s to go on with it as it is",
          url.shown(), lost, data.resolve(RegistryMark.NAME));
    }
  }

  /** What a new file is filled with. */
  @FunctionalInterface
  interface Filling {
    /** Writes rows into the empty tables. */
    void into(Connection connection) throws SQLException, IOException;
  }

  /** Makes the file of rows of some schema, where there is none. */
  void make(int schema, Filling filling) {
    requireUsableName();
    try {
      if (Files.exists(url.file())) {
        throw Failures.refusal("%s is there already", url.shown());
      }
      create(schema, filling);
    } catch (IOException | SQLException e) {
      throw Failures.opening(url, e);
    }
  }

  private void create(int schema, Filling filling) throws IOException, SQLException {
    DatabaseUrl.H2File draft = draft();
    DurableFiles.create(draft.file()).close();
    try {
      bring(draft.drafting(), schema, filling);
    } catch (IOException | SQLException | StorageException e) {
      Files.deleteIfExists(draft.file());
      throw e;
    }
    DurableFiles.publish(draft.file(), url.file());
  }

  /** Another name beside it, where nothing is. */
  DatabaseUrl.H2File draft() throws IOException {
    var draft =
        new DatabaseUrl.H2File(url.path().resolveSibling(url.path().getFileName() + "-new"));
    Files.deleteIfExists(draft.file());
    return draft;
  }

  /** Makes tables of some schema in a draft, and fills them. */
  void bring(String draft, int schema, Filling filling) throws SQLException, IOException {
    DataSource source = Drivers.source(draft);
    try (Connection keptOpen = source.getConnection();
        var statement = keptOpen.createStatement()) {
      migrations.run(url, source, schema);
      filling.into(keptOpen);
      statement.execute("CHECKPOINT SYNC");
    }
  }

  private Found look() throws IOException, SQLException {
    if (!Files.isRegularFile(url.file())) {
      throw new IOException("it is not a file");
    }
    if (!Files.isWritable(url.file())) {
      // H2 would take it as it is, and fail at the first change
      throw new AccessDeniedException(url.file().toString());
    }
    if (Files.size(url.file()) == 0) {
      throw Failures.damaged(url, "it is empty");
    }
    try (Connection connection = Drivers.source(url.readOnly()).getConnection()) {
      Catalog catalog = new Catalog(connection);
      int schema = migrations.schema(url, catalog.history());
      if (schema == 0) {
        throw Failures.damaged(url, "there is no registry in it");
      }
      requireComplete(catalog, schema);
      catalog.readAll();
      return new Found(schema, catalog.changes(), catalog.use(Files.size(url.file())));
    }
  }

  private void requireComplete(Catalog catalog, int schema) throws SQLException {
    Set<String> missing = migrations.names(schema);
    missing.removeAll(catalog.names());
    if (!missing.isEmpty()) {
      throw Failures.damaged(url, "it lacks " + String.join(", ", missing));
    }
  }

  /** Its lock is held meanwhile, for H2 lets go of it while it works on the draft. */
  private void migrate(int from) throws IOException, SQLException {
    try (FileChannel file =
            FileChannel.open(url.file(), StandardOpenOption.READ, StandardOpenOption.WRITE);
        var lock = file.tryLock()) {
      if (lock == null) {
        throw new IOException("another process opened it");
      }
      Path backup = backUp(file, from);
      DatabaseUrl.H2File draft = draft();
      DurableFiles.copy(file, draft.file());
      try {
        bring(draft.creating(), migrations.newest(), brought -> {});
      } catch (StorageException e) {
        Files.deleteIfExists(draft.file());
        throw new StorageException(
            "%s; it is as it was, and a copy of it is %s".formatted(e.getMessage(), backup), e);
      }
      DurableFiles.publish(draft.file(), url.file());
      LOG.info(
          "registry brought from schema {} to {}; as it was before it is in {}",
          from,
          migrations.newest(),
          backup);
    }
  }

  /** Named by its time, so that a failure that repeats itself makes one copy and no more. */
  private Path backUp(FileChannel file, int schema) throws IOException {
    Path backups = data.resolve("backups");
    DurableFiles.ownFolder(backups);
    String time = TIME.format(Files.getLastModifiedTime(url.file()).toInstant());
    Path backup =
        backups.resolve(
            "%s-schema-%s-%s%s"
                .formatted(url.path().getFileName(), schema, time, DatabaseUrl.H2File.ENDING));
    if (Files.notExists(backup)) {
      DurableFiles.copy(file, backup);
    }
    return backup;
  }
}
