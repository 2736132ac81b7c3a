package alcove.threads;

/** So much is waiting for the registry that no more is taken on. */
public final class StorageBusyException extends RuntimeException {
  StorageBusyException() {
    super("the room is busy, try again in a moment", null, false, false);
  }
}
