package alcove.room.registry;

import alcove.identity.FeedId;
import java.time.Instant;
import java.util.Optional;

/**
 * The way by which a node tells the others at once whom it holds, before the registry does and also
 * when that cannot be written. Thread-safe; never blocks. What it says may get lost or come twice.
 *
 * <p>What comes from others goes to {@link RoomChanges#holdAsElsewhere} and {@link
 * RoomChanges#liftAsElsewhere}.
 */
public interface HoldRelay {
  /** That of a room with one node. */
  HoldRelay NONE =
      new HoldRelay() {
        @Override
        public void held(FeedId id, Optional<Instant> until) {}

        @Override
        public void lifted(FeedId id) {}
      };

  /** A key is kept out here from now on. */
  void held(FeedId id, Optional<Instant> until);

  /** It is not, as far as holds go: it was refused, or somebody let the key in again. */
  void lifted(FeedId id);
}
