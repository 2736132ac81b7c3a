package alcove.room.model;

import alcove.identity.FeedId;
import alcove.room.policy.Role;
import java.time.Instant;
import java.util.Optional;

/**
 * Somebody in the registry.
 *
 * @param since when it became a member
 * @param invitedBy who let it in, if that was a peer
 * @param invite the number of the invite it came by, if it came by one
 */
public record Member(
    FeedId id, Role role, Instant since, Optional<FeedId> invitedBy, Optional<Long> invite) {
  /** The same with another key. */
  public Member withId(FeedId other) {
    return new Member(other, role, since, invitedBy, invite);
  }

  /** The same in another role. */
  public Member withRole(Role other) {
    return new Member(id, other, since, invitedBy, invite);
  }
}
