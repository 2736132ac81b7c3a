package alcove.store.goroom;

/**
 * The folder cannot be imported; the message says in one line what is wrong with it and what would
 * help.
 */
public final class GoRoomException extends Exception {
  GoRoomException(String message) {
    super(message);
  }

  GoRoomException(String message, Throwable cause) {
    super(message, cause);
  }
}
