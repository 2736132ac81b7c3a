package alcove.room.registry;

import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * The way by which a node tells the others at once whom it holds, before the registry does and also
 * when that cannot be written. Thread-safe; never blocks. What it says may get lost or come twice.
 *
 * <p>What comes from others goes to {@link SharedHolds}.
 */
public interface HoldRelay {
  /** That of a room with one node. */
  HoldRelay NONE =
      new HoldRelay() {
        @Override
        public void held(FeedId id, Optional<Instant> until, Duration age) {}

        @Override
        public void heldElsewhere(NodeId node, FeedId id, Optional<Instant> until, Duration age) {}

        @Override
        public void lifted(FeedId id) {}

        @Override
        public void unblocked(FeedId id, long generation) {}

        @Override
        public void letIn(FeedId id, Duration age) {}
      };

  /**
   * A key is kept out here until then in all, whatever was said of it before.
   *
   * @param age for how long it is, or was decided anew
   */
  void held(FeedId id, Optional<Instant> until, Duration age);

  /**
   * A key is kept out by that node, as was heard of it; which may be gone, and be no more asked.
   *
   * @param age for how long it is, as far as is known here
   */
  void heldElsewhere(NodeId node, FeedId id, Optional<Instant> until, Duration age);

  /** It is not kept out here any more, as far as holds of this node go. */
  void lifted(FeedId id);

  /**
   * Somebody let the key in again, which ends the holds of all nodes.
   *
   * @param generation which the registry has with that: a hold that was judged by it, or by a later
   *     one, is newer
   */
  void unblocked(FeedId id, long generation);

  /**
   * Somebody let the key in a while ago, and it was not kept out again since, as far as is known
   * here. Whoever did not hear it then ends what held before that.
   */
  void letIn(FeedId id, Duration age);
}
