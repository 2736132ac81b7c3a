package alcove.tunnel.splice;

import alcove.identity.FeedId;
import alcove.tunnel.link.LinkNode;
import alcove.tunnel.net.PeerConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The peers that tunnels may lead to. Thread-safe. */
@FunctionalInterface
public interface Targets {
  /** Whether a tunnel may lead from {@code origin} to {@code target}, wherever they are. */
  default boolean mayLead(FeedId origin, FeedId target) {
    return find(origin, target) != null;
  }

  /** The newest connection of {@code target} to this node if {@code origin} may reach it. */
  @Nullable PeerConnection find(FeedId origin, FeedId target);

  /**
   * Whether {@code target} has come to another node later than to this one, or attends there alone:
   * what it has here may be dead, and is left for the case that the other does not lead on.
   */
  default boolean isNewerElsewhere(FeedId target) {
    return false;
  }

  /**
   * The other nodes that have {@code target}, in the order in which they are to be asked, if {@code
   * origin} may reach it: none, unless the room has several.
   */
  default List<LinkNode> elsewhere(FeedId origin, FeedId target) {
    return List.of();
  }
}
