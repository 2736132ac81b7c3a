package alcove.room.model;

/**
 * A block that could not be kept, or of which that is not known. The key stays out all the same
 * until the process ends.
 */
public final class UnkeptBlockException extends StorageException {
  /** One for this reason. */
  public UnkeptBlockException(Exception cause) {
    super(
        cause.getMessage()
            + "; the key is out until the server starts again, and not afterwards: block it again"
            + " when the database works",
        cause);
  }
}
