package alcove.ops.backup;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The plan of the backups that a room makes by itself.
 *
 * @param folder where they go; it has to be there
 * @param recipient to whom they are encrypted by {@code age}
 * @param command the program that is called with the file's name after each
 */
public record BackupPlan(
    Path folder, BackupTimes times, Optional<String> recipient, Optional<String> command) {}
