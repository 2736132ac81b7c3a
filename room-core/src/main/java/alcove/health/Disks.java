package alcove.health;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * The disks that a room writes to.
 *
 * @param data that of the data directory
 * @param backups that of the folder for the backups that it makes by itself, if it makes any
 */
public record Disks(Disk data, Optional<Disk> backups) {
  /**
   * What there was at one moment; empty where a disk did not say.
   *
   * @param data see {@link Disks#data}
   * @param backups see {@link Disks#backups}
   */
  public record Spaces(Optional<DiskSpace> data, Optional<DiskSpace> backups) {
    /** Nobody has looked. */
    public static final Spaces UNKNOWN = new Spaces(Optional.empty(), Optional.empty());
  }

  /** Looks at both, for so long at most each. Blocks. */
  public Spaces spaces(Duration patience) {
    return new Spaces(space(data, patience), backups.flatMap(folder -> space(folder, patience)));
  }

  private static Optional<DiskSpace> space(Disk disk, Duration patience) {
    try {
      return disk.space(patience);
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }
}
