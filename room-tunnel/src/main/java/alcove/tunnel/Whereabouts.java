package alcove.tunnel;

import alcove.identity.FeedId;
import alcove.tunnel.link.LinkNode;
import java.util.List;

/** The answer to which other nodes of the room somebody attends at. Thread-safe. */
@FunctionalInterface
public interface Whereabouts {
  /** A room on one node. */
  Whereabouts NOBODY_ELSEWHERE = target -> List.of();

  /**
   * The other nodes at which {@code target} attends, by memory: first the one to which it connected
   * last.
   */
  List<LinkNode> of(FeedId target);
}
