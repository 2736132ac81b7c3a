package alcove.tunnel.presence;

import alcove.identity.FeedId;
import java.util.List;

/**
 * The word of a node on one peer. Immutable.
 *
 * @param state whether it attends there
 * @param again whether others have lost it there since it was reported last, and have to be told
 *     again if it attends anywhere
 * @param ages milliseconds since its connections there were opened, the newest first, of {@value
 *     #MOST_AGES} at most; none where it does not attend
 */
record PeerReport(FeedId who, State state, boolean again, List<Long> ages) {
  /** Connections of a key that a room has. */
  static final int MOST_AGES = 3;

  /** Attendance of a peer at that node, in the order of what the wire has for it. */
  enum State {
    /** Not any more, by its own wish or the room's. */
    GONE,
    /** Not any more, but it may be back in a moment. */
    AWAY,
    /** It does. */
    HERE
  }

  PeerReport {
    ages = List.copyOf(ages);
    if (ages.size() > MOST_AGES || (state == State.HERE) == ages.isEmpty()) {
      throw new IllegalArgumentException(ages.size() + " ages of one who is " + state);
    }
  }
}
