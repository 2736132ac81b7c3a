package alcove.cluster;

/**
 * A listener for nodes that come and go, and for what they say. Called one thing after the other,
 * on threads of the cluster; must be quick, and never wait.
 */
public interface ClusterListener {
  /** Other nodes are in sight than before, or the same after a time in which they were not. */
  default void changed(ClusterView view) {}

  /**
   * A node that is in sight has missed something that was said to it, of whatever kind: it is to be
   * told anew how all is.
   */
  default void missed(Node node) {}

  /** A node that is in sight has said something; of one sender in the order in which it did. */
  default void received(Node sender, ClusterMessage message) {}
}
