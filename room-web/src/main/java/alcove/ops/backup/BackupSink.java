package alcove.ops.backup;

import alcove.ops.terminal.CommandException;
import java.io.OutputStream;
import java.util.Optional;

/** The place where a backup goes, in the process that asked for it. */
public sealed interface BackupSink extends AutoCloseable permits BackupTarget, BackupStream {
  /** What takes its bytes. */
  OutputStream out();

  /** Why {@link #out} took no more, if it did not. */
  Optional<CommandException> failure();

  /**
   * Ends it when all bytes came, and proves that they are a backup.
   *
   * @throws CommandException if they are none, or it cannot be ended
   */
  Backup.Summary finish() throws CommandException;

  /** Forgets what was not finished. */
  @Override
  void close();
}
