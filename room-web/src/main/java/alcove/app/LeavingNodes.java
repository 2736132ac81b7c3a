package alcove.app;

import alcove.cluster.Cluster;
import alcove.cluster.ClusterListener;
import alcove.cluster.ClusterMessage;
import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/**
 * The nodes in sight that have said that they are about to end, and those that went out of sight
 * without that: cut off or dead, which nobody can tell. Thread-safe.
 */
final class LeavingNodes implements ClusterListener {
  private final LongSupplier nanoTime;
  private final Set<NodeId> leaving = ConcurrentHashMap.newKeySet();

  /** When each was lost. */
  private final Map<NodeId, Long> lost = new ConcurrentHashMap<>();

  /** Of the thread on which the cluster calls. */
  private Set<NodeId> before = Set.of();

  /** No nodes; {@code nanoTime} is a monotonic clock in nanoseconds. */
  LeavingNodes(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Tells all others of {@code cluster} that this node is about to end. */
  static void tell(Cluster cluster) {
    cluster.broadcast(new ClusterMessage(ClusterMessage.Kind.LEAVING, new byte[0]));
  }

  /** Whether {@code node} is about to end. */
  boolean has(NodeId node) {
    return leaving.contains(node);
  }

  /**
   * Whether a node went out of sight without a word within this time up to now, also if it came
   * back. Those of before are forgotten: it is not asked for a longer time later on than has passed
   * since.
   */
  boolean hasLostWithin(Duration time) {
    long now = nanoTime.getAsLong();
    lost.values().removeIf(each -> now - each > time.toNanos());
    return !lost.isEmpty();
  }

  @Override
  public void changed(ClusterView view) {
    Set<NodeId> now = view.others().stream().map(Node::id).collect(Collectors.toSet());
    before.stream()
        .filter(each -> !now.contains(each) && !leaving.contains(each))
        .forEach(each -> lost.put(each, nanoTime.getAsLong()));
    leaving.retainAll(now);
    before = now;
  }

  @Override
  public void received(Node sender, ClusterMessage message) {
    if (message.kind() == ClusterMessage.Kind.LEAVING) {
      leaving.add(sender.id());
    }
  }
}
