package alcove.health;

import alcove.room.growth.Span;
import alcove.room.growth.Sums;
import java.util.List;
import java.util.Optional;

/** The figures that the room measures of itself, in sums. Thread-safe; nothing of it waits. */
public interface Measurements {
  /** How it stands now. Memory and database as they were a minute ago at most. */
  Figures now();

  /**
   * What hours or days had, oldest first, as many as are kept; the last is the one that it is.
   * Where one is missing, nobody measured.
   */
  List<Sums.Kept> history(Span span);

  /** The space of the disks that the room writes to, a minute ago at most. */
  Disks.Spaces disks();

  /** How the backups are that the room makes by itself. */
  BackupState backups();

  /** How the certificates are that the room gets by itself, if it does. */
  Optional<CertificateState> certificates();
}
