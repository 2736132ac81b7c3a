package alcove.ops.doctor;

import alcove.health.Check;
import alcove.health.Diagnosis;
import alcove.health.Disk;
import alcove.health.DiskSpace;
import alcove.health.Finding;
import alcove.ops.backup.BackupRecord;
import alcove.room.model.StorageException;
import alcove.store.FileUse;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The checks of the space that is left, for what the room is going to write. Thread-safe; they
 * block, for {@link #PATIENCE} at most each.
 */
record DiskChecks(RoomUnderTest subject) {
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final long MIB = 1 << 20;

  /** What a room needs in any case: for the log of a transaction, certificates, small files. */
  private static final long LITTLE = 100 * MIB;

  /** Backups that there should be space for. */
  private static final long SOME = 10;

  Finding data() throws IOException {
    var space = subject.disks().data().space(PATIENCE);
    return space.map(this::data).orElseGet(() -> late(Check.DISK));
  }

  private Finding data(DiskSpace space) {
    long large = Math.max(compaction(), encryption());
    if (space.free() < LITTLE) {
      return finding(Check.DISK, Diagnosis.DISK_FULL, space.free());
    }
    if (space.free() < large + LITTLE) {
      return finding(Check.DISK, Diagnosis.DISK_NARROW, space.free(), large);
    }
    return finding(
        Check.DISK, space.isScarce() ? Diagnosis.DISK_SCARCE : Diagnosis.DISK_ENOUGH, space.free());
  }

  /** What it takes to write the database's file anew, beside the one that there is. */
  private long compaction() {
    try {
      return subject.database().use().map(FileUse::live).orElse(0L);
    } catch (StorageException unusable) {
      return 0;
    }
  }

  /** A backup lies in the data directory until it is encrypted. */
  private long encryption() {
    var record = BackupRecord.in(subject.data());
    return record.isEncrypted() ? record.lastBytes().orElse(0) : 0;
  }

  Finding backups() {
    return subject
        .disks()
        .backups()
        .map(this::backups)
        .orElseGet(() -> Finding.of(Check.BACKUP_DISK, Diagnosis.BACKUP_DISK_NONE));
  }

  private Finding backups(Disk disk) {
    Optional<DiskSpace> space;
    try {
      space = disk.space(PATIENCE);
    } catch (IOException missing) {
      return Finding.of(Check.BACKUP_DISK, Diagnosis.BACKUP_DISK_MISSING);
    }
    return space.map(this::backups).orElseGet(() -> late(Check.BACKUP_DISK));
  }

  private Finding backups(DiskSpace space) {
    OptionalLong last = BackupRecord.in(subject.data()).lastBytes();
    long next = last.isPresent() ? last.getAsLong() : compaction();
    if (space.free() < next + MIB) {
      return finding(Check.BACKUP_DISK, Diagnosis.BACKUP_DISK_NARROW, space.free(), next);
    }
    return finding(
        Check.BACKUP_DISK,
        space.free() < SOME * next || space.free() < LITTLE
            ? Diagnosis.BACKUP_DISK_SCARCE
            : Diagnosis.BACKUP_DISK_ENOUGH,
        space.free(),
        next);
  }

  private static Finding late(Check check) {
    return Finding.of(check, Diagnosis.LATE, PATIENCE.toSeconds());
  }

  private static Finding finding(Check check, Diagnosis diagnosis, long free) {
    return Finding.of(check, diagnosis, free / MIB);
  }

  /** What is needed is rounded up, as none of it can be spared. */
  private static Finding finding(Check check, Diagnosis diagnosis, long free, long needed) {
    return Finding.of(check, diagnosis, free / MIB, Math.ceilDiv(needed, MIB));
  }
}
