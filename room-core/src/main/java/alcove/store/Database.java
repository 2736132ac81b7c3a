package alcove.store;

import alcove.identity.FeedId;
import alcove.room.model.RefusedException;
import alcove.room.model.StorageException;
import alcove.room.registry.Registry;
import alcove.room.registry.Tables;
import alcove.store.sql.SqlIdentity;
import alcove.store.sql.SqlTables;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The registry in a database. Thread-safe.
 *
 * <p>With H2 each write ends with {@code CHECKPOINT SYNC}, so that what was acknowledged is on the
 * disk and not only in the hands of the operating system.
 */
public final class Database implements Registry, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Database.class);
  private final OpenRegistry registry;
  private final LongSupplier nanoTime;
  private final WriteWatch watch;
  private final List<Consumer<OptionalLong>> listeners = new CopyOnWriteArrayList<>();
  private volatile Optional<Follower> follower = Optional.empty();
  private volatile boolean closed;

  /** When listeners knew last what others have changed; a time of {@code nanoTime}. */
  private volatile long followedAt;

  private Database(OpenRegistry registry, LongSupplier nanoTime) {
    this.registry = registry;
    this.nanoTime = nanoTime;
    this.watch = new WriteWatch(registry, nanoTime);
    this.followedAt = nanoTime.getAsLong();
  }

  /** The way in which a registry on a server is held; any other is always held alone. */
  public enum Lock {
    /** By nobody else. */
    EXCLUSIVE,

    /** By nodes of one room, which follow what each of them changes. */
    SHARED,

    /** By nobody else, or beside nodes that run: for a short while, as by a command. */
    EITHER
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
    return open(url, data, room, Lock.EXCLUSIVE);
  }

  /** The same, perhaps beside others. */
  public static Database open(DatabaseUrl url, Path data, FeedId room, Lock lock) {
    return open(url, data, room, lock, RegistryPlace.Precaution.NONE);
  }

  /**
   * The same.
   *
   * @param precaution what is done before the schema of one on a server changes; a file of H2 is
   *     kept as it is in any case
   */
  public static Database open(
      DatabaseUrl url, Path data, FeedId room, Lock lock, RegistryPlace.Precaution precaution) {
    return open(url, data, room, lock, Set.of(), precaution);
  }

  /** The same for one that is being restored, and is a registry only when that is complete. */
  public static Database openRestored(DatabaseUrl url, Path data, FeedId room) {
    return open(
        url,
        data,
        room,
        Lock.EXCLUSIVE,
        Set.of(ServerMark.RESTORING),
        RegistryPlace.Precaution.NONE);
  }

  private static Database open(
      DatabaseUrl url,
      Path data,
      FeedId room,
      Lock lock,
      Set<ServerMark> allowed,
      RegistryPlace.Precaution precaution) {
    Owner owner = new Owner(room, data);
    new RegistryPlace(url, data).requireFor(owner);
    Database database =
        open(
            url,
            () ->
                OpenRegistry.of(url, Optional.of(data), Migrations.OWN, lock, allowed, precaution),
            System::nanoTime);
    try {
      database.belongTo(owner);
      return database;
    } catch (StorageException e) {
      database.close();
      throw e;
    }
  }

  static Database open(DatabaseUrl url, Optional<Path> data, Migrations migrations) {
    return open(url, data, migrations, Lock.EXCLUSIVE, System::nanoTime);
  }

  static Database open(
      DatabaseUrl url,
      Optional<Path> data,
      Migrations migrations,
      Lock lock,
      LongSupplier nanoTime) {
    return open(url, data, migrations, lock, RegistryPlace.Precaution.NONE, nanoTime);
  }

  static Database open(
      DatabaseUrl url,
      Optional<Path> data,
      Migrations migrations,
      Lock lock,
      RegistryPlace.Precaution precaution,
      LongSupplier nanoTime) {
    return open(
        url, () -> OpenRegistry.of(url, data, migrations, lock, Set.of(), precaution), nanoTime);
  }

  /** A disk that is full or a server that only lets read shows now, not at the first change. */
  private static Database open(
      DatabaseUrl url, Supplier<OpenRegistry> opening, LongSupplier nanoTime) {
    Database database = new Database(opening.get(), nanoTime);
    try {
      database.writeNothing();
      database.watch.keepFiles();
      database.follow();
      return database;
    } catch (StorageException e) {
      database.close();
      throw Failures.opening(url, e);
    }
  }

  /**
   * Makes it the registry of a room, which it is from then on.
   *
   * @throws StorageException if it is another room's
   */
  public void belongTo(FeedId room) {
    belongTo(new Owner(room, registry.data().orElseThrow()));
  }

  private void belongTo(Owner owner) {
    Optional<FeedId> known = read(tables -> identity(tables).find());
    owner.require(registry.url(), known);
    if (known.isEmpty()) {
      writeFreely(tables -> owner.enter(registry.url(), identity(tables)));
    }
    registry.mark().ifPresent(kept -> kept.belongTo(owner.room()));
    watch.keepFiles();
  }

  private static SqlIdentity identity(Tables tables) {
    return new SqlIdentity(((SqlTables) tables).handle());
  }

  /** Whether it is a database of our own, and not a server's. */
  public boolean isEmbedded() {
    return registry.url().isH2();
  }

  @Override
  public <T> T read(Reading<T> reading) {
    return registry.read(Limit.NONE, reading);
  }

  @Override
  public <T> T readAll(Reading<T> reading) {
    return registry.read(Limit.of(registry.url()), reading);
  }

  @Override
  public <T> T write(Writing<T> writing) throws RefusedException {
    return run(
        handle -> {
          T result = writing.in(new SqlTables(handle));
          return new OpenRegistry.Written<>(result, OptionalLong.of(registry.count(handle)));
        });
  }

  @Override
  public void note(Consumer<Tables> writing) {
    freely(
        handle -> {
          writing.accept(new SqlTables(handle));
          return new OpenRegistry.Written<>(true, OptionalLong.empty());
        });
  }

  private <T> T run(OpenRegistry.Work<T> work) throws RefusedException {
    WriteState.Attempt attempt = watch.begin();
    try {
      OpenRegistry.Written<T> written =
          registry.connections().use(jdbi -> registry.write(jdbi, work));
      registry.mark().ifPresent(kept -> written.change().ifPresent(kept::note));
      attempt.succeeded();
      return written.result();
    } catch (StorageException e) {
      attempt.failed(String.valueOf(e.getMessage()));
      throw e;
    } finally {
      attempt.end();
    }
  }

  private void writeNothing() {
    writeFreely(_ -> {});
  }

  /** Writes what nothing refuses. */
  private void writeFreely(Consumer<Tables> writing) {
    freely(
        handle -> {
          writing.accept(new SqlTables(handle));
          return new OpenRegistry.Written<>(true, OptionalLong.of(registry.count(handle)));
        });
  }

  private void freely(OpenRegistry.Work<?> work) {
    try {
      run(work);
    } catch (RefusedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void onChangeElsewhere(Consumer<OptionalLong> listener) {
    listeners.add(listener);
  }

  @Override
  public long interruptions() {
    return registry.lock().map(ServerLock::timesTakenAgain).orElse(0L);
  }

  private void follow() {
    if (registry.isFollowed()) {
      follower = Optional.of(Follower.begin(Drivers.source(registry.url()), nanoTime, this::tell));
    }
  }

  private void tell(OptionalLong generation) {
    listeners.forEach(listener -> listener.accept(generation));
    followedAt = nanoTime.getAsLong();
  }

  /**
   * How long ago it was last known what other nodes have changed, in whichever way; says nothing
   * where there can be none. Never blocks.
   */
  public Duration sinceFollowed() {
    return Duration.ofNanos(nanoTime.getAsLong() - followedAt);
  }

  /**
   * Why nothing can be changed, as far as the last write or {@link #look} told, or why what other
   * nodes change is not known in time; empty: all is well. Never blocks.
   */
  public Optional<String> trouble() {
    return closed
        ? Optional.of("the database is closed")
        : watch.trouble().or(() -> follower.flatMap(Follower::trouble));
  }

  /** Whether there is no {@link #trouble}. */
  public boolean isUsable() {
    return trouble().isEmpty();
  }

  /**
   * Looks after what may break while nobody writes: files that vanish, the lock on a server, and,
   * if nothing was written for a minute or the last write failed, whether something can be. Beside
   * other nodes it also looks at what they changed, in case that the follower is lost. Blocks; to
   * be called about once a second by one thread.
   */
  public void look() {
    watch.look(() -> tellIfPossible(OptionalLong::empty), this::writeNothing);
    if (follower.isPresent()) {
      tellIfPossible(() -> OptionalLong.of(watch.read(() -> read(Tables::generation))));
    }
  }

  private void tellIfPossible(Supplier<OptionalLong> generation) {
    try {
      tell(generation.get());
    } catch (StorageException gone) {
      LOG.debug("what others changed cannot be looked at yet: {}", gone.getMessage());
    }
  }

  /** What is done with a dump. */
  @FunctionalInterface
  public interface Dumping<T, X extends Exception> {
    /** Reads it; must not keep it. */
    T with(Dump dump) throws X;
  }

  /**
   * Reads all rows as they are at one moment, while others go on writing. Blocks.
   *
   * @throws StorageException if they cannot be read
   */
  public <T, X extends Exception> T dump(Dumping<T, X> dumping) throws X {
    try (Connection connection = registry.connections().snapshot()) {
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
    return registry.use();
  }

  /**
   * How many bytes the database takes on its disk, unless it is in memory. Blocks.
   *
   * @throws StorageException if it does not say
   */
  public OptionalLong size() {
    return registry.size();
  }

  /** Closes it; with H2 that writes out and closes the file. */
  @Override
  public void close() {
    closed = true;
    follower.ifPresent(Follower::close);
    registry.close();
  }
}
