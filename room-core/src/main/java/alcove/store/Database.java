package alcove.store;

import alcove.identity.FeedId;
import alcove.room.model.RefusedException;
import alcove.room.model.StorageException;
import alcove.room.registry.Registry;
import alcove.room.registry.Tables;
import alcove.store.sql.SqlIdentity;
import alcove.store.sql.SqlTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * The registry in a database. Thread-safe.
 *
 * <p>With H2 each write ends with {@code CHECKPOINT SYNC}, so that what was acknowledged is on the
 * disk and not only in the hands of the operating system.
 */
public final class Database implements Registry, AutoCloseable {
  /** The name of the file in a data directory that says that there is a registry. */
  public static final String MARK = RegistryMark.NAME;

  private final DatabaseUrl url;
  private final Connections connections;
  private final Optional<RegistryMark> mark;
  private final Optional<ServerLock> lock;
  private final Optional<Path> data;
  private final WriteState state;
  private final List<Runnable> interrupted = new CopyOnWriteArrayList<>();
  private volatile KeptFiles files = KeptFiles.none();
  private volatile Optional<String> gone = Optional.empty();
  private volatile boolean closed;

  private Database(
      DatabaseUrl url,
      Connections connections,
      Optional<RegistryMark> mark,
      Optional<ServerLock> lock,
      Optional<Path> data,
      LongSupplier nanoTime) {
    this.url = url;
    this.connections = connections;
    this.mark = mark;
    this.lock = lock;
    this.data = data;
    this.state = new WriteState(nanoTime);
  }

  /**
   * Opens a database and brings its schema up to date. A place that never had a registry gets an
   * empty one; a place that had one never does.
   *
   * @throws StorageException whose message says in one line what is wrong and what to do
   */
  public static Database open(DatabaseUrl url) {
    return open(url, Optional.empty(), Migrations.OWN);
  }

  /** The same, for a room whose data directory is to remember where its registry is. */
  public static Database open(DatabaseUrl url, Path data) {
    return open(url, Optional.of(data), Migrations.OWN);
  }

  /**
   * The same for the room of a key. A registry that belongs to no room yet, or is new, belongs to
   * this one from then on; that of another room is refused and left as it is.
   *
   * @param data where the key is in the file {@code secret}; without one no room began here yet
   */
  public static Database open(DatabaseUrl url, Path data, FeedId room) {
    Owner owner = new Owner(room, data);
    Optional<RegistryMark.Content> mark = RegistryMark.read(data);
    owner.require(url, mark.flatMap(RegistryMark.Content::room));
    if (url instanceof DatabaseUrl.PostgreSql server) {
      owner.require(url, RegistryServer.owner(server));
    }
    if (mark.isEmpty() && isNowhere(url)) {
      owner.requireMayBegin();
    }
    Database database = open(url, data);
    try {
      database.belongTo(owner);
      return database;
    } catch (StorageException e) {
      database.close();
      throw e;
    }
  }

  private static boolean isNowhere(DatabaseUrl url) {
    return switch (url) {
      case DatabaseUrl.H2File file -> Files.notExists(file.file());
      case DatabaseUrl.H2Memory memory -> true;
      case DatabaseUrl.PostgreSql server -> RegistryServer.isEmpty(server);
    };
  }

  /**
   * Prepares a data directory for a room that is about to get its identity there.
   *
   * @throws StorageException if the database is the registry of a room already: its identity is
   *     missing here
   */
  public static void requireNew(DatabaseUrl url, Path data) {
    if (url instanceof DatabaseUrl.PostgreSql && !isNowhere(url)) {
      throw Failures.refusal(
          "%s is the registry of a room whose identity is not in %s: put that room's file %s there,"
              + " or give another database",
          url.shown(), data, Owner.SECRET);
    }
    RegistryMark.announce(data);
  }

  /** Whether a data directory has a registry, or had one. */
  public static boolean isIn(Path data) {
    return (Files.exists(data.resolve(RegistryMark.NAME)) && !RegistryMark.isToBegin(data))
        || Files.exists(DatabaseUrl.in(data).file());
  }

  /**
   * Says that a registry is about to come into a data directory, so that until then no empty one
   * begins there.
   */
  public static void announceIn(Path data) {
    RegistryMark.open(data, RegistryMark.Content.of(DatabaseUrl.in(data), 0)).close();
  }

  /**
   * Writes the file of a registry that nobody has open anew, without what is dead in it. As it was
   * it stays beside it until it is opened next. Blocks.
   *
   * @return how large it was
   * @throws StorageException if it cannot be opened, or not be written anew; then it is as it was
   */
  public static long compact(DatabaseUrl.H2File file) {
    return RegistryFile.of(file, Migrations.OWN).compact();
  }

  static Database open(DatabaseUrl url, Optional<Path> data, Migrations migrations) {
    return open(url, data, migrations, System::nanoTime);
  }

  static Database open(
      DatabaseUrl url, Optional<Path> data, Migrations migrations, LongSupplier nanoTime) {
    return url instanceof DatabaseUrl.H2File file
        ? openFile(RegistryFile.of(file, migrations), nanoTime)
        : openServer(new RegistryServer(url, data, migrations), nanoTime);
  }

  private static Database openFile(RegistryFile file, LongSupplier nanoTime) {
    RegistryMark mark = file.prepare();
    try {
      Connections connections = new Connections(file.url());
      return tried(
          new Database(
              file.url(),
              connections,
              Optional.of(mark),
              Optional.empty(),
              Optional.of(file.data()),
              nanoTime));
    } catch (StorageException e) {
      mark.close();
      throw e;
    }
  }

  /** A database in memory is there as long as there are connections to it. */
  private static Database openServer(RegistryServer server, LongSupplier nanoTime) {
    DatabaseUrl url = server.url();
    if (!url.isH2()) {
      server.requireRights();
    }
    Connections connections = new Connections(url);
    Optional<ServerLock> lock = Optional.empty();
    try {
      lock = url.isH2() ? Optional.empty() : Optional.of(ServerLock.take(url));
      return tried(new Database(url, connections, server.prepare(), lock, server.data(), nanoTime));
    } catch (StorageException e) {
      connections.close();
      lock.ifPresent(ServerLock::close);
      throw e;
    }
  }

  /** A disk that is full or a server that only lets read shows now, not at the first change. */
  private static Database tried(Database database) {
    try {
      database.write(tables -> true);
      database.keepFiles();
      return database;
    } catch (StorageException e) {
      database.close();
      throw Failures.opening(database.url, e);
    } catch (RefusedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void keepFiles() {
    Optional<Path> file =
        url instanceof DatabaseUrl.H2File h2 ? Optional.of(h2.file()) : Optional.empty();
    files = data.map(directory -> KeptFiles.of(directory, file)).orElse(KeptFiles.none());
  }

  /**
   * Makes it the registry of a room, which it is from then on.
   *
   * @throws StorageException if it is another room's
   */
  public void belongTo(FeedId room) {
    belongTo(new Owner(room, data.orElseThrow()));
  }

  private void belongTo(Owner owner) {
    Optional<FeedId> known = read(tables -> identity(tables).find());
    owner.require(url, known);
    try {
      if (known.isEmpty()) {
        write(
            tables -> {
              identity(tables).insert(owner.room());
              return owner;
            });
      }
    } catch (RefusedException impossible) {
      throw new IllegalStateException(impossible);
    }
    mark.ifPresent(kept -> kept.belongTo(owner.room()));
    keepFiles();
  }

  private static SqlIdentity identity(Tables tables) {
    return new SqlIdentity(((SqlTables) tables).handle());
  }

  /** Whether it is a database of our own, and not a server's. */
  public boolean isEmbedded() {
    return url.isH2();
  }

  @Override
  public <T> T read(Reading<T> reading) {
    return connections.use(jdbi -> read(jdbi, Limit.NONE, reading));
  }

  @Override
  public <T> T readAll(Reading<T> reading) {
    return connections.use(jdbi -> read(jdbi, Limit.of(url), reading));
  }

  private static <T> T read(Jdbi jdbi, Limit limit, Reading<T> reading) {
    try (Handle handle = jdbi.open();
        var _ = limit.lifted(handle)) {
      return handle.inTransaction(
          TransactionIsolationLevel.REPEATABLE_READ,
          inside -> {
            limit.liftIn(inside);
            return reading.in(new SqlTables(inside));
          });
    } catch (JdbiException e) {
      throw Failures.running(e);
    }
  }

  @Override
  public <T> T write(Writing<T> writing) throws RefusedException {
    requireFiles();
    WriteState.Attempt attempt = state.begin();
    try {
      Written<T> written = connections.use(jdbi -> write(jdbi, writing));
      mark.ifPresent(kept -> kept.note(written.change()));
      attempt.succeeded();
      return written.result();
    } catch (StorageException e) {
      attempt.failed(String.valueOf(e.getMessage()));
      throw e;
    } finally {
      attempt.end();
    }
  }

  private void requireFiles() {
    gone = files.trouble();
    if (gone.isPresent()) {
      throw new StorageException(gone.get());
    }
  }

  private record Written<T>(T result, long change) {}

  private <T> Written<T> write(Jdbi jdbi, Writing<T> writing) throws RefusedException {
    AtomicBoolean isComplete = new AtomicBoolean();
    try (Handle handle = jdbi.open()) {
      Written<T> written =
          handle.inTransaction(
              inside -> {
                lockAll(inside);
                T result = writing.in(new SqlTables(inside));
                long change = count(inside);
                isComplete.set(true);
                return new Written<>(result, change);
              });
      if (url.isH2()) {
        handle.execute("CHECKPOINT SYNC");
      }
      return written;
    } catch (JdbiException e) {
      throw isComplete.get() ? Failures.committing(e) : Failures.running(e);
    }
  }

  /** All who write wait here for each other, in whatever process, before they read anything. */
  private void lockAll(Handle inside) {
    inside.createQuery("SELECT changes FROM change_count FOR UPDATE").mapTo(Long.class).one();
    lock.ifPresent(held -> held.require(inside));
  }

  private static long count(Handle handle) {
    return handle
        .createUpdate("UPDATE change_count SET changes = changes + 1")
        .executeAndReturnGeneratedKeys("changes")
        .mapTo(Long.class)
        .one();
  }

  @Override
  public void onInterruption(Runnable listener) {
    interrupted.add(listener);
  }

  /**
   * Why nothing can be changed, as far as the last write or {@link #look} told; empty: it can.
   * Never blocks.
   */
  public Optional<String> trouble() {
    return closed
        ? Optional.of("the database is closed")
        : gone.or(() -> lock.flatMap(ServerLock::trouble)).or(state::trouble);
  }

  /** Whether there is no {@link #trouble}. */
  public boolean isUsable() {
    return trouble().isEmpty();
  }

  /**
   * Looks after what may break while nobody writes: files that vanish, the lock on a server, and,
   * if nothing was written for a minute or the last write failed, whether something can be. Blocks;
   * to be called about once a second by one thread.
   */
  public void look() {
    WriteState.Attempt looking = state.begin();
    try {
      gone = files.trouble();
      if (lock.isPresent() && lock.get().look()) {
        connections.renewAll();
        interrupted.forEach(Runnable::run);
      }
      if (state.isDue() && gone.isEmpty()) {
        probe();
      }
    } finally {
      looking.end();
    }
  }

  /** Nothing that it does leaves anything behind, but for the one write after a failure. */
  private void probe() {
    WriteState.Attempt attempt = state.begin();
    try {
      if (!url.isH2()) {
        connections.use(this::probeServer);
      } else if (data.isPresent()) {
        SpaceProbe.in(data.get()).run();
      }
      if (url.isH2() && state.isFailing()) {
        write(tables -> true);
      }
      attempt.succeeded();
    } catch (StorageException e) {
      attempt.failed(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      attempt.failed("%s cannot be written: %s".formatted(url.shown(), Failures.reason(e)));
    } catch (RefusedException impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      attempt.end();
    }
  }

  /** A row that is locked and not changed goes into the server's log as a change does. */
  private boolean probeServer(Jdbi jdbi) {
    try {
      jdbi.useTransaction(this::lockAll);
      return true;
    } catch (JdbiException e) {
      throw Failures.running(e);
    }
  }

  /** What is done with a dump. */
  @FunctionalInterface
  public interface Dumping<T, X extends Exception> {
    /** Reads it; must not keep it. */
    T with(Dump dump) throws X;
  }

  /**
   * Reads all rows as they are at one moment, while others go on writing. Of an H2 only. Blocks.
   *
   * @throws StorageException if they cannot be read
   */
  public <T, X extends Exception> T dump(Dumping<T, X> dumping) throws X {
    Connection connection;
    try {
      connection = connections.snapshot();
    } catch (SQLException e) {
      throw Failures.running(e);
    }
    try (connection) {
      return dumping.with(new Dump(connection));
    } catch (SQLException e) {
      throw Failures.running(e);
    }
  }

  /**
   * How much of the database's file is in use, if it has one. Blocks for a moment.
   *
   * @throws StorageException if it does not say
   */
  public Optional<FileUse> use() {
    return url instanceof DatabaseUrl.H2File file
        ? Optional.of(connections.use(jdbi -> use(jdbi, file)))
        : Optional.empty();
  }

  private static FileUse use(Jdbi jdbi, DatabaseUrl.H2File file) {
    try (Handle handle = jdbi.open()) {
      return new Catalog(handle.getConnection()).use(size(file));
    } catch (JdbiException | SQLException e) {
      throw Failures.running(e);
    }
  }

  /**
   * How many bytes the database takes on its disk, unless it is in memory. Blocks.
   *
   * @throws StorageException if it does not say
   */
  public OptionalLong size() {
    return switch (url) {
      case DatabaseUrl.H2File file -> OptionalLong.of(size(file));
      case DatabaseUrl.H2Memory memory -> OptionalLong.empty();
      case DatabaseUrl.PostgreSql server -> OptionalLong.of(connections.use(Database::ask));
    };
  }

  private static long size(DatabaseUrl.H2File file) {
    try {
      return Files.size(file.file());
    } catch (IOException e) {
      throw new StorageException("%s does not say how large it is".formatted(file.shown()), e);
    }
  }

  private static long ask(Jdbi jdbi) {
    try {
      return jdbi.withHandle(
          handle ->
              handle
                  .createQuery("SELECT pg_database_size(current_database())")
                  .mapTo(Long.class)
                  .one());
    } catch (JdbiException e) {
      throw Failures.running(e);
    }
  }

  /** Closes all connections; with H2 that writes out and closes the file. */
  @Override
  public void close() {
    closed = true;
    data.ifPresent(SpaceProbe::deleteIn);
    connections.close();
    mark.ifPresent(RegistryMark::close);
    lock.ifPresent(ServerLock::close);
  }
}
