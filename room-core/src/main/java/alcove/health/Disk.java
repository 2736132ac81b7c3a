package alcove.health;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** A disk that something is written to. Thread-safe. */
@FunctionalInterface
public interface Disk {
  /**
   * Its space; empty if it does not say within {@code patience}. Blocks for so long.
   *
   * @throws IOException if there is no such folder, or it cannot be read or written to
   */
  Optional<DiskSpace> space(Duration patience) throws IOException;

  /** The one beneath a folder. */
  static Disk beneath(Path folder) {
    return new MountedDisk(folder.toString(), () -> MountedDisk.look(folder));
  }
}
