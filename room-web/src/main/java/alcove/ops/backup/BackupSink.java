package alcove.ops.backup;

import java.io.OutputStream;
import java.util.Optional;

/** The place where a backup goes, in the process that asked for it. */
public sealed interface BackupSink extends AutoCloseable permits BackupTarget, BackupStream {
  /** What takes its bytes. */
  OutputStream out();

  /** Why {@link #out} took no more, if it did not. */
  Optional<BackupException> failure();

  /**
   * Ends it when all bytes came, and proves that they are a backup.
   *
   * @throws BackupException if they are none, or it cannot be ended
   */
  Backup.Summary finish() throws BackupException;

  /** Forgets what was not finished. */
  @Override
  void close();
}
