package alcove.ops.backup;

import alcove.health.BackupState;
import alcove.identity.FeedId;
import alcove.ops.terminal.CommandException;
import alcove.ops.terminal.FailureText;
import alcove.ops.terminal.Printable;
import alcove.room.model.StorageException;
import alcove.store.Database;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The backups that a room makes by itself while it is served: one after the other, on a thread of
 * their own. Thread-safe.
 */
public final class DailyBackups implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DailyBackups.class);
  private static final int MINUTES_AFTER_START = 2;
  private static final int SECONDS_TO_STOP = 2;

  /** Whatever the clock does, there are not more. */
  private static final Duration LEAST_PAUSE = Duration.ofMinutes(50);

  private final Optional<DailyBackup> work;
  private final Path data;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final Thread.Builder threads = Thread.ofPlatform().name("backups").daemon();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(threads.factory());

  /** Held while one is made. */
  private final ReentrantLock making = new ReentrantLock();

  private Optional<Long> lastBegun = Optional.empty();

  /** Written under {@link #making}. */
  private volatile BackupRecord record;

  private volatile boolean stopping;

  DailyBackups(
      Optional<BackupPlan> plan,
      FeedId room,
      Database database,
      Path data,
      String program,
      InstantSource clock,
      LongSupplier nanoTime) {
    this.work =
        plan.map(chosen -> new DailyBackup(chosen, room, database, data, program, () -> stopping));
    this.data = data;
    this.clock = clock;
    this.nanoTime = nanoTime;
    BackupRecord former = BackupRecord.in(data);
    this.record = former.into(plan.map(BackupPlan::folder));
    if (!record.equals(former)) {
      save();
    }
  }

  /**
   * Has them made from now on, if there is a plan.
   *
   * @param program the version of the program
   */
  public static DailyBackups begin(
      Optional<BackupPlan> plan, FeedId room, Database database, Path data, String program) {
    DailyBackups backups =
        new DailyBackups(
            plan, room, database, data, program, InstantSource.system(), System::nanoTime);
    if (plan.isPresent()) {
      var _ =
          backups.thread.scheduleWithFixedDelay(
              backups::runIfDue, MINUTES_AFTER_START, 1, TimeUnit.MINUTES);
    }
    return backups;
  }

  /** How they are. Never blocks. */
  public BackupState state() {
    return record.state();
  }

  /** When the next is made, if any are. Never blocks. */
  public Optional<Instant> next() {
    return work.map(each -> each.plan().times().next(record, clock.instant()));
  }

  /** What would make the next one fail, as far as that is seen without making it. Blocks. */
  public List<String> obstacles() {
    return work.map(each -> each.plan().obstacles()).orElse(List.of());
  }

  /** Makes one if it is time for it. */
  void runIfDue() {
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    if (work.isEmpty() || stopping || !making.tryLock()) {
      return;
    }
    try {
      if (!isTooEarly() && work.get().plan().times().isDue(record, now)) {
        lastBegun = Optional.of(nanoTime.getAsLong());
        run(work.get(), now, work.get().notTaken(record, now));
      }
    } catch (CommandException told) {
      LOG.debug("a backup failed: {}", told.getMessage());
    } finally {
      making.unlock();
    }
  }

  /**
   * Makes one now, as the daily one is made. Blocks until it is where it is to be.
   *
   * @return the file
   * @throws CommandException if the room makes none by itself, one is being made, or it fails
   */
  public Path makeNow() throws CommandException {
    DailyBackup backup =
        work.orElseThrow(
            () ->
                new CommandException(
                    "the room makes no backups by itself: it was started without --backup-folder"));
    if (!making.tryLock()) {
      throw new CommandException("a backup is being made at this moment");
    }
    try {
      return run(backup, clock.instant().truncatedTo(ChronoUnit.SECONDS), Optional.empty());
    } finally {
      making.unlock();
    }
  }

  private boolean isTooEarly() {
    return lastBegun
        .filter(begun -> nanoTime.getAsLong() - begun < LEAST_PAUSE.toNanos())
        .isPresent();
  }

  /**
   * Makes one, and has it taken elsewhere.
   *
   * @param notTaken the one that was made before, and only has to be taken elsewhere
   */
  private Path run(DailyBackup backup, Instant now, Optional<BackupRecord.Made> notTaken)
      throws CommandException {
    Optional<Instant> before = record.success();
    keep(record.begun(now));
    try {
      BackupRecord.Made made = notTaken.isPresent() ? notTaken.get() : make(backup, now);
      Path file = backup.folder().path().resolve(made.name());
      backup.handOver(file);
      keep(record.succeeded());
      LOG.info("backup made: {}", file);
      prune(backup.folder(), file, before, now);
      return file;
    } catch (CommandException | IOException | StorageException e) {
      throw failed(now, FailureText.of(e), e);
    } catch (RuntimeException fault) {
      LOG.error("fault while a backup was made", fault);
      throw failed(now, "a fault of the program; its log says more", fault);
    }
  }

  private BackupRecord.Made make(DailyBackup backup, Instant now)
      throws CommandException, IOException {
    BackupRecord.Made made = BackupFolder.describe(backup.make(now), now);
    keep(record.made(made));
    return made;
  }

  private void prune(BackupFolder folder, Path file, Optional<Instant> before, Instant now) {
    try {
      List<String> gone = folder.prune(record, file, before, now);
      if (!gone.isEmpty()) {
        keep(record.without(gone));
        LOG.info("older backups deleted: {}", String.join(", ", gone));
      }
    } catch (IOException e) {
      LOG.warn("older backups in {} stay: {}", folder.path(), FailureText.of(e));
    }
  }

  private CommandException failed(Instant now, String why, Exception cause) {
    if (!stopping) {
      LOG.error("the backup failed: {}", why);
      keep(record.failed(now, Printable.line(why)));
    }
    return new CommandException("the backup failed: " + why, cause);
  }

  private void keep(BackupRecord next) {
    record = next;
    save();
  }

  private void save() {
    try {
      record.save(data);
    } catch (IOException e) {
      LOG.warn("cannot write {}: {}", data.resolve(BackupRecord.NAME), FailureText.of(e));
    }
  }

  /** Ends one that is being made, and begins none any more. */
  public void announceStop() {
    stopping = true;
  }

  /** The same, and waits for a moment until it has ended. */
  @Override
  public void close() {
    announceStop();
    thread.shutdown();
    try {
      if (!thread.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        LOG.debug("a backup is still being made");
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
