package alcove.tunnel.testing;

import alcove.cluster.Cluster;
import alcove.cluster.ClusterListener;
import alcove.cluster.ClusterMessage;
import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.identity.HostAndPort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Nodes in one process that all see each other, or none. Thread-safe. */
public final class SwitchedClusters implements AutoCloseable {
  private final ExecutorService wire = Executors.newSingleThreadExecutor();
  private final List<Member> members = new ArrayList<>();
  private boolean isConnected;

  /** A node that sees nobody before {@link #connectAll}. */
  public synchronized Cluster node(String name) {
    Member member =
        new Member(
            new Node(
                NodeId.random(), name, new HostAndPort("127.0.0.1", 7800), "test", Instant.EPOCH));
    members.add(member);
    return member;
  }

  /** All see each other from now on. */
  public synchronized void connectAll() {
    isConnected = true;
    members.forEach(Member::look);
  }

  /** Nobody sees anybody from now on. */
  public synchronized void separate() {
    isConnected = false;
    members.forEach(Member::look);
  }

  private synchronized void carry(Member from, NodeId to, ClusterMessage message) {
    if (isConnected) {
      for (Member each : members) {
        if (each.self.id().equals(to)) {
          wire.execute(() -> each.listeners().forEach(one -> one.received(from.self, message)));
        }
      }
    }
  }

  private synchronized List<Node> others(Member member) {
    return isConnected
        ? members.stream().filter(each -> each != member).map(each -> each.self).toList()
        : List.of();
  }

  @Override
  public void close() {
    wire.shutdown();
  }

  private final class Member implements Cluster {
    private final Node self;
    private final List<ClusterListener> listeners = new ArrayList<>();

    Member(Node self) {
      this.self = self;
    }

    private void look() {
      ClusterView view = view();
      wire.execute(() -> listeners().forEach(each -> each.changed(view)));
    }

    private synchronized List<ClusterListener> listeners() {
      return List.copyOf(listeners);
    }

    @Override
    public ClusterView view() {
      return new ClusterView(self, others(this), false);
    }

    @Override
    public void send(NodeId node, ClusterMessage message) {
      carry(this, node, message);
    }

    @Override
    public void broadcast(ClusterMessage message) {
      others(this).forEach(each -> send(each.id(), message));
    }

    @Override
    public synchronized void add(ClusterListener listener) {
      listeners.add(listener);
    }

    @Override
    public void leave() {
      separate();
    }
  }
}
