package alcove.room.model;

/**
 * A block that could not be kept yet, or of which that is not known. The key is out all the same,
 * and the block is kept as soon as it can be, unless the process ends before.
 */
public final class UnkeptBlockException extends StorageException {
  /** One for this reason. */
  public UnkeptBlockException(Exception cause) {
    super(
        cause.getMessage()
            + "; the key is out, and the block is written when the database works; if the server is"
            + " started again before that, block the key again",
        cause);
  }
}
