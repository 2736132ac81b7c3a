package alcove.tunnel.testing;

import alcove.cluster.Cluster;
import alcove.cluster.ClusterListener;
import alcove.cluster.ClusterMessage;
import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.identity.HostAndPort;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Nodes in one process that hear of each other what the test lets through: each pair has a line of
 * what is on its way in one direction. Confined to the test's thread.
 */
public final class FakeClusters {
  private final Map<NodeId, FakeNode> nodes = new LinkedHashMap<>();

  /** What is on its way from one to another. */
  private record Line(NodeId from, NodeId to) {}

  private final Map<Line, Deque<ClusterMessage>> lines = new LinkedHashMap<>();

  /** A node that sees nobody yet. */
  public FakeNode node(String name) {
    Node self =
        new Node(NodeId.random(), name, new HostAndPort("127.0.0.1", 7800), "test", Instant.EPOCH);
    FakeNode node = new FakeNode(self);
    nodes.put(self.id(), node);
    return node;
  }

  private FakeNode node(NodeId id) {
    return Objects.requireNonNull(nodes.get(id));
  }

  private Deque<ClusterMessage> line(NodeId from, NodeId to) {
    return lines.computeIfAbsent(new Line(from, to), key -> new ArrayDeque<>());
  }

  /** What has been said by {@code from} and not been heard by {@code to}; to be changed at will. */
  public Deque<ClusterMessage> onItsWay(FakeNode from, FakeNode to) {
    return line(from.self.id(), to.self.id());
  }

  /** Lets everything through that is on its way, and what follows from it. */
  public void deliverAll() {
    boolean any = true;
    while (any) {
      any = false;
      for (Line each : List.copyOf(lines.keySet())) {
        any |= deliver(node(each.from), node(each.to));
      }
    }
  }

  /** Lets the next message through, if there is one; whoever is not in sight is not heard. */
  public boolean deliver(FakeNode from, FakeNode to) {
    ClusterMessage next = onItsWay(from, to).poll();
    if (next != null && to.inSight.contains(from.self.id())) {
      to.listeners.forEach(each -> each.received(from.self, next));
    }
    return next != null;
  }

  /** These see each other from now on, and nobody else. */
  public void see(boolean isMerged, FakeNode... group) {
    for (FakeNode each : group) {
      Set<NodeId> inSight = new HashSet<>();
      for (FakeNode other : group) {
        if (other != each) {
          inSight.add(other.self.id());
        }
      }
      each.see(inSight, isMerged);
    }
  }

  /** One of the nodes. */
  public final class FakeNode implements Cluster {
    private final Node self;
    private final Set<NodeId> inSight = new HashSet<>();
    private final List<ClusterListener> listeners = new ArrayList<>();
    private ClusterView view;

    private FakeNode(Node self) {
      this.self = self;
      this.view = ClusterView.alone(self);
    }

    private void see(Set<NodeId> others, boolean isMerged) {
      inSight.clear();
      inSight.addAll(others);
      view = new ClusterView(self, others.stream().map(each -> node(each).self).toList(), isMerged);
      listeners.forEach(each -> each.changed(view));
    }

    /** Who it is. */
    public Node self() {
      return self;
    }

    @Override
    public ClusterView view() {
      return view;
    }

    @Override
    public void send(NodeId node, ClusterMessage message) {
      if (inSight.contains(node)) {
        line(self.id(), node).add(message);
      }
    }

    @Override
    public void broadcast(ClusterMessage message) {
      inSight.forEach(each -> send(each, message));
    }

    @Override
    public void add(ClusterListener listener) {
      listeners.add(listener);
      listener.changed(view);
    }

    @Override
    public void leave() {
      see(Set.of(), false);
    }

    @Override
    public String toString() {
      return self.name();
    }
  }
}
