package alcove.ops.backup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The plan of the backups that a room makes by itself.
 *
 * @param folder where they go; it has to be there
 * @param recipient to whom they are encrypted by {@code age}
 * @param command the program that is called with the file's name after each
 */
public record BackupPlan(
    Path folder, BackupTimes times, Optional<String> recipient, Optional<String> command) {
  /** What would make one fail now, as far as that is seen without making one. Blocks. */
  public List<String> obstacles() {
    List<String> obstacles = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      obstacles.add(BackupFolder.missing(folder));
    }
    if (recipient.isPresent() && !OutsideProgram.isThere(Encryption.PROGRAM)) {
      obstacles.add(Encryption.missing());
    }
    command
        .filter(program -> !OutsideProgram.isThere(program))
        .map("the program %s is not there, or may not be run"::formatted)
        .ifPresent(obstacles::add);
    return obstacles;
  }
}
