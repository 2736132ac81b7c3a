package alcove.room.model;

/**
 * A registry that cannot be reached now, or does not answer in time: nothing is wrong with what was
 * asked, and the same may work in a moment. Not for writes of which it is not known whether they
 * were kept.
 */
public final class RegistryAwayException extends StorageException {
  /** One with what the store said. */
  public RegistryAwayException(String message, Throwable cause) {
    super(message, cause);
  }
}
