package alcove.cluster.shared;

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
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Nodes of one process that hear each other at once, unless the test holds what is said. Confined
 * to the test's thread.
 */
public final class TestClusters {
  private final List<Place> places = new ArrayList<>();
  private final Deque<Runnable> held = new ArrayDeque<>();
  private boolean isHeld;

  /** One more node, in sight of all others; the first decides where two of them might. */
  public Place join(NodeCalls calls) {
    Place place =
        new Place(
            new Node(
                new NodeId(new UUID(0, places.size())),
                "node " + places.size(),
                new HostAndPort("127.0.0.1", 7801),
                "test",
                Instant.EPOCH));
    places.add(place);
    calls.join(place);
    places.forEach(Place::look);
    return place;
  }

  /** What is said from now on waits. */
  public void hold() {
    isHeld = true;
  }

  /** All that waits is heard, the last first where {@code backwards}, and what follows of it. */
  public void release(boolean backwards) {
    isHeld = false;
    while (!held.isEmpty()) {
      (backwards ? held.pollLast() : held.poll()).run();
    }
  }

  /** What waits is lost. */
  public void lose() {
    isHeld = false;
    held.clear();
  }

  /** One of them. */
  public final class Place implements Cluster {
    private final Node self;
    private final List<ClusterListener> listeners = new ArrayList<>();
    private final Set<NodeId> unseen = new HashSet<>();
    private boolean isGone;
    private boolean isStuck;

    private Place(Node self) {
      this.self = self;
    }

    private void look() {
      listeners.forEach(each -> each.changed(view()));
    }

    /** Who it is. */
    public Node self() {
      return self;
    }

    /** Is gone for all without a word. */
    public void die() {
      isGone = true;
      places.forEach(Place::look);
    }

    /** Hears nothing from now on, and is in sight all the same. */
    public void getStuck() {
      isStuck = true;
    }

    /** Sees {@code other} no more, nor is seen by it, or does again. */
    public void part(Place other, boolean isParted) {
      if (isParted) {
        unseen.add(other.self.id());
        other.unseen.add(self.id());
      } else {
        unseen.remove(other.self.id());
        other.unseen.remove(self.id());
      }
      look();
      other.look();
    }

    @Override
    public ClusterView view() {
      return new ClusterView(
          self,
          places.stream()
              .filter(each -> each != this && !each.isGone && !isGone)
              .filter(each -> !unseen.contains(each.self.id()))
              .map(each -> each.self)
              .toList(),
          false);
    }

    @Override
    public void send(NodeId to, ClusterMessage message) {
      Runnable delivery =
          () ->
              places.stream()
                  .filter(each -> each.self.id().equals(to) && view().find(to).isPresent())
                  .forEach(each -> each.hear(self, message));
      if (isHeld) {
        held.add(delivery);
      } else {
        delivery.run();
      }
    }

    private void hear(Node from, ClusterMessage message) {
      if (isStuck) {
        return;
      }
      listeners.forEach(each -> each.received(from, message));
    }

    @Override
    public void broadcast(ClusterMessage message) {
      view().others().forEach(each -> send(each.id(), message));
    }

    @Override
    public void add(ClusterListener listener) {
      listeners.add(listener);
      listener.changed(view());
    }

    @Override
    public void leave() {
      die();
    }
  }
}
