package alcove.ops.doctor;

import alcove.health.BackupState;
import alcove.health.Check;
import alcove.health.Diagnosis;
import alcove.health.Finding;
import alcove.ops.backup.BackupRecord;
import alcove.room.audit.AuditEntry;
import alcove.room.audit.AuditEvent;
import alcove.room.model.RefusedException;
import alcove.room.policy.Actor;
import alcove.store.FileUse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The checks of what is on the room's own machine. Thread-safe; they block. */
record LocalChecks(RoomUnderTest subject, SystemProbe system) {
  private static final long MIB = 1 << 20;

  /** MiB of a database's file that are worth a word when most of them are dead. */
  private static final long MUCH = 256;

  private static final int MOST_DAYS = 30;
  private static final int ENTRIES = 1000;

  Finding openFiles() {
    var most = system.openFiles();
    if (most.isEmpty()) {
      return Finding.of(Check.OPEN_FILES, Diagnosis.OPEN_FILES_UNKNOWN);
    }
    return Finding.of(
        Check.OPEN_FILES,
        subject.files().isMet(most) ? Diagnosis.OPEN_FILES_ENOUGH : Diagnosis.OPEN_FILES_FEW,
        most.getAsLong(),
        subject.files().wanted());
  }

  Finding crypto() {
    var description = subject.crypto().description();
    return Finding.of(
        Check.CRYPTO,
        description.startsWith("libsodium") ? Diagnosis.CRYPTO_NATIVE : Diagnosis.CRYPTO_SLOW,
        description);
  }

  Finding database() {
    var kind = subject.database().isEmbedded() ? "H2" : "PostgreSQL";
    if (!subject.database().isUsable()) {
      return Finding.of(Check.DATABASE, Diagnosis.DATABASE_FAILS, kind);
    }
    return subject
        .database()
        .use()
        .map(use -> file(kind, use))
        .orElseGet(() -> Finding.of(Check.DATABASE, Diagnosis.DATABASE_WORKS, kind));
  }

  private static Finding file(String kind, FileUse use) {
    boolean large = use.isMostlyDead() && use.bytes() / MIB >= MUCH;
    return Finding.of(
        Check.DATABASE,
        large ? Diagnosis.DATABASE_FILE_DEAD : Diagnosis.DATABASE_FILE_WORKS,
        kind,
        use.bytes() / MIB,
        use.dead() / MIB);
  }

  /** A key that is kept out by memory comes in when the last process ends that knows of it. */
  Finding blocks() {
    int unwritten = subject.room().holds().unwritten().size();
    return unwritten == 0
        ? Finding.of(Check.BLOCKS, Diagnosis.BLOCKS_WRITTEN)
        : Finding.of(Check.BLOCKS, Diagnosis.BLOCKS_UNWRITTEN, unwritten);
  }

  Finding backup() throws RefusedException {
    var daily = BackupRecord.in(subject.data()).state();
    var now = subject.clock().instant();
    return switch (daily.standing(now)) {
      case OFF -> backupByHand(now);
      case WAITING -> next(Finding.of(Check.BACKUP, Diagnosis.BACKUP_WAITING));
      case FRESH ->
          at(next(Finding.of(Check.BACKUP, Diagnosis.BACKUP_FRESH, daily.days(now))), daily);
      case OLD ->
          at(
              Finding.of(
                  Check.BACKUP,
                  daily.isToCome(now) ? Diagnosis.BACKUP_TO_COME : Diagnosis.BACKUP_LATE,
                  daily.days(now)),
              daily);
      case FAILED ->
          at(
              Finding.of(
                  Check.BACKUP,
                  Diagnosis.BACKUP_FAILED,
                  daily.failure().map(BackupState.Failure::why).orElse("")),
              daily);
    };
  }

  /** Or that the next one will not be as good. */
  private Finding next(Finding good) {
    return subject.served().map(served -> served.backupObstacles().get()).orElse(List.of()).stream()
        .findFirst()
        .map(obstacle -> Finding.of(Check.BACKUP, Diagnosis.BACKUP_HINDERED, obstacle))
        .orElse(good);
  }

  private static Finding at(Finding finding, BackupState daily) {
    return daily.success().map(finding::at).orElse(finding);
  }

  private Finding backupByHand(Instant now) throws RefusedException {
    var last = lastBackup();
    if (last.isEmpty()) {
      return Finding.of(Check.BACKUP, Diagnosis.BACKUP_NEVER);
    }
    var made = last.get().at();
    long days = Duration.between(made, now).toDays();
    return Finding.of(
            Check.BACKUP, days > MOST_DAYS ? Diagnosis.BACKUP_OLD : Diagnosis.BACKUP_BY_HAND, days)
        .at(made);
  }

  private Optional<AuditEntry> lastBackup() throws RefusedException {
    Long before = null;
    while (true) {
      var page = subject.room().audit().newest(Actor.operator(), ENTRIES, before);
      var found =
          page.stream().filter(each -> each.event() instanceof AuditEvent.BackedUp).findFirst();
      if (found.isPresent() || page.size() < ENTRIES) {
        return found;
      }
      before = page.getLast().number();
    }
  }

  Finding secret() throws IOException {
    var file = subject.data().resolve("secret");
    try {
      var rights = PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
      return Finding.of(
          Check.SECRET,
          rights.endsWith("------") ? Diagnosis.SECRET_PRIVATE : Diagnosis.SECRET_OPEN,
          rights);
    } catch (UnsupportedOperationException noSuchRights) {
      return Finding.of(Check.SECRET, Diagnosis.SECRET_UNKNOWN);
    }
  }

  Finding admin() {
    return Finding.of(
        Check.ADMIN,
        subject.room().setup().hasAdmin() ? Diagnosis.ADMIN_THERE : Diagnosis.ADMIN_MISSING);
  }

  Finding plainHttp() {
    return Finding.of(
        Check.PLAIN_HTTP,
        subject.address().isInsecure() ? Diagnosis.PLAIN_HTTP_OPEN : Diagnosis.PLAIN_HTTP_CLOSED);
  }
}
