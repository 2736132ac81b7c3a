package alcove.room.members;

import alcove.identity.FeedId;
import alcove.room.policy.Action;

/** The room's knowledge of who is there now. Thread-safe. */
public interface Presence {
  /** How many peers attend. */
  int online();

  /**
   * Whether {@code peer} attends. Never blocks; for those who may {@link Action#SEE_ATTENDANTS},
   * which whoever asks has to see to.
   */
  boolean isAttendant(FeedId peer);
}
