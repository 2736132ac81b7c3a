package alcove.room.model;

/**
 * A failure of the registry to keep something, or to read what is kept: a full disk, a database
 * that is gone. After a failed write it is not known whether it was kept.
 *
 * <p>The message is one line for an operator.
 */
public sealed class StorageException extends RuntimeException
    permits RegistryAwayException, UnkeptBlockException {
  /** A failure that is not the store's. */
  public StorageException(String message) {
    super(message);
  }

  /** A failure with what the store said. */
  public StorageException(String message, Throwable cause) {
    super(message, cause);
  }
}
