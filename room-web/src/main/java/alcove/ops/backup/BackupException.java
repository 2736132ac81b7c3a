package alcove.ops.backup;

/** A backup cannot be made or used; the message says why in one line. */
public final class BackupException extends Exception {
  /** A reason in words. */
  public BackupException(String message) {
    super(message);
  }

  /** The same, because of something. */
  public BackupException(String message, Throwable cause) {
    super(message, cause);
  }
}
