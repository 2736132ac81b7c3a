package alcove.cluster;

/**
 * The other nodes of this room, as far as they are in sight. Thread-safe; nothing of it waits but
 * {@link #leave}.
 *
 * <p>What one node sends to another arrives in that order, but for urgent kinds of message that go
 * ahead in their own order, once, for as long as both see each other without a break. What is on
 * its way when one loses sight of the other may be lost, and so may what is sent faster than a node
 * takes it: listeners hear then that it has {@link ClusterListener#missed missed} something.
 */
public interface Cluster {
  /** Who is in sight. */
  ClusterView view();

  /** Sends {@code message} to one node; to one that is not in sight it is lost. */
  void send(NodeId node, ClusterMessage message);

  /** Sends {@code message} to all other nodes. */
  void broadcast(ClusterMessage message);

  /** Tells {@code listener} of all that happens from now on, beginning with the present view. */
  void add(ClusterListener listener);

  /** Goes out of the others' sight, in good order. Waits for some seconds at most. */
  void leave();
}
