package alcove.room;

import alcove.identity.FeedId;

/** Wants to know who comes by which invite. */
@FunctionalInterface
public interface ClaimListener {
  /**
   * Somebody became a member by an invite, and the registry has it for good. Called on the thread
   * that made it so, and must not block.
   *
   * @param invite its number
   */
  void claimed(long invite, FeedId claimant);
}
