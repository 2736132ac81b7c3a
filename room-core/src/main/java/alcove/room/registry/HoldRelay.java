package alcove.room.registry;

import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import java.time.Instant;
import java.util.Optional;

/**
 * The way by which a node tells the others at once whom it holds, before the registry does and also
 * when that cannot be written. Thread-safe; never blocks. What it says may get lost or come twice.
 *
 * <p>What comes from others goes to {@link RoomChanges#holdAsElsewhere}, {@link
 * RoomChanges#liftAsElsewhere} and {@link RoomChanges#unblockAsElsewhere}.
 */
public interface HoldRelay {
  /** That of a room with one node. */
  HoldRelay NONE =
      new HoldRelay() {
        @Override
        public void held(FeedId id, Optional<Instant> until) {}

        @Override
        public void heldElsewhere(NodeId node, FeedId id, Optional<Instant> until) {}

        @Override
        public void lifted(FeedId id) {}

        @Override
        public void unblocked(FeedId id, long generation) {}
      };

  /** A key is kept out here until then in all, whatever was said of it before. */
  void held(FeedId id, Optional<Instant> until);

  /**
   * A key is kept out by that node, as was heard of it; which may be gone, and be no more asked.
   */
  void heldElsewhere(NodeId node, FeedId id, Optional<Instant> until);

  /** It is not kept out here any more, as far as holds of this node go. */
  void lifted(FeedId id);

  /**
   * Somebody let the key in again, which ends the holds of all nodes.
   *
   * @param generation which the registry has with that: a hold that was judged by it, or by a later
   *     one, is newer
   */
  void unblocked(FeedId id, long generation);
}
