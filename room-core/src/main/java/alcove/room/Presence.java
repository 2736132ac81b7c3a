package alcove.room;

/** What the room knows of who is there now. Thread-safe. */
public interface Presence {
  /** How many peers attend. */
  int online();
}
