package alcove.room.model;

import alcove.identity.FeedId;
import alcove.room.policy.Actor;
import java.time.Instant;
import java.util.Optional;

/**
 * A key that is kept out.
 *
 * @param reason for moderators to read; may be empty
 * @param by who blocked it
 * @param until when it ends by itself, if it does
 */
public record BlockedId(
    FeedId id, String reason, Actor by, Instant since, Optional<Instant> until) {
  /** As members may read it. */
  public BlockedId withoutReason() {
    return new BlockedId(id, "", by, since, until);
  }

  /** Whether it holds at {@code now}. */
  public boolean holds(Instant now) {
    return until.isEmpty() || now.isBefore(until.get());
  }
}
