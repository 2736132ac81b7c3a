package alcove.web.page;

import alcove.identity.FeedId;
import alcove.room.model.Session;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.RoomPolicy;
import alcove.room.policy.Standing;

/**
 * The member who is signed in, at the time of a request. Immutable.
 *
 * @param owesRules whether they have still to accept the house rules
 * @param formToken what forms of this session have to carry, as the page that answers has it
 */
public record SignedIn(
    Session session, PrivacyMode mode, Standing standing, boolean owesRules, String formToken) {
  public FeedId id() {
    return session.member();
  }

  public Actor actor() {
    return Actor.of(id());
  }

  /** Whether the room lets them. Pages show what this allows; the room itself asks again. */
  public boolean may(Action action) {
    return RoomPolicy.allows(mode, standing, action);
  }

  /** Whether they rank above somebody. */
  public boolean ranksAbove(Standing other) {
    return RoomPolicy.mayActOn(standing, other);
  }
}
