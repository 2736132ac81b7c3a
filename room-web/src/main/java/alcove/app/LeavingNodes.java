package alcove.app;

import alcove.cluster.Cluster;
import alcove.cluster.ClusterListener;
import alcove.cluster.ClusterMessage;
import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** The nodes in sight that have said that they are about to end. Thread-safe. */
final class LeavingNodes implements ClusterListener {
  private final Set<NodeId> leaving = ConcurrentHashMap.newKeySet();

  /** Tells all others of {@code cluster} that this node is about to end. */
  static void tell(Cluster cluster) {
    cluster.broadcast(new ClusterMessage(ClusterMessage.Kind.LEAVING, new byte[0]));
  }

  /** Whether {@code node} is about to end. */
  boolean has(NodeId node) {
    return leaving.contains(node);
  }

  @Override
  public void changed(ClusterView view) {
    leaving.retainAll(view.others().stream().map(Node::id).collect(Collectors.toSet()));
  }

  @Override
  public void received(Node sender, ClusterMessage message) {
    if (message.kind() == ClusterMessage.Kind.LEAVING) {
      leaving.add(sender.id());
    }
  }
}
