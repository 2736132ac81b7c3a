package alcove.room.policy;

import alcove.identity.FeedId;

/**
 * The answers that are asked of the registry at every handshake and call. Thread-safe; answers from
 * memory and never blocks.
 */
public interface Standings {
  /** The mode that the room is in. */
  PrivacyMode privacyMode();

  /** What {@code peer} is to the room. */
  Standing of(FeedId peer);

  /** Whether {@code peer} may do {@code action} now. */
  default boolean allow(FeedId peer, Action action) {
    return allow(Actor.of(peer), action);
  }

  /** Whether {@code actor} may do {@code action} now. */
  default boolean allow(Actor actor, Action action) {
    return RoomPolicy.allows(privacyMode(), actor.standing(this), action);
  }
}
