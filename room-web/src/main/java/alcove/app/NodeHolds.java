package alcove.app;

import alcove.cluster.Cluster;
import alcove.cluster.ClusterListener;
import alcove.cluster.ClusterMessage;
import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import alcove.room.registry.HoldRelay;
import alcove.room.registry.SharedHolds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The keys that nodes keep out before the registry has it, or without it: all nodes hear of each at
 * once, and of all that hold, and of those that were let in lately, when they come in sight. Those
 * of a node that is gone stay until the registry has them, somebody lets them in, or the last node
 * that heard of them ends: all others, newcomers, and so also that node when it was started again,
 * hear of them too. Thread-safe; waits for nothing.
 */
final class NodeHolds implements HoldRelay, ClusterListener {
  private final Cluster cluster;
  private final SharedHolds holds;

  /** Those who have been told all; of the thread on which the cluster calls. */
  private final Set<NodeId> told = new HashSet<>();

  private NodeHolds(Cluster cluster, SharedHolds holds) {
    this.cluster = cluster;
    this.holds = holds;
  }

  /** Has {@code holds} hold on all nodes of {@code cluster} from now on. */
  static void share(Cluster cluster, SharedHolds holds) {
    NodeHolds told = new NodeHolds(cluster, holds);
    holds.relayTo(told);
    cluster.add(told);
  }

  @Override
  public void held(FeedId id, Optional<Instant> until, Duration age) {
    cluster.broadcast(new HoldNews.Held(id, until, age).encode());
  }

  @Override
  public void heldElsewhere(NodeId node, FeedId id, Optional<Instant> until, Duration age) {
    throw new IllegalStateException("what was heard is told when nodes come or go");
  }

  @Override
  public void lifted(FeedId id) {
    cluster.broadcast(new HoldNews.Lifted(id).encode());
  }

  @Override
  public void unblocked(FeedId id, long generation) {
    cluster.broadcast(new HoldNews.Unblocked(id, generation).encode());
  }

  @Override
  public void letIn(FeedId id, Duration age) {
    throw new IllegalStateException("what was a while ago is told to newcomers");
  }

  @Override
  public void changed(ClusterView view) {
    Set<NodeId> gone = new HashSet<>(told);
    for (Node each : view.others()) {
      gone.remove(each.id());
    }
    if (told.removeAll(gone)) {
      tellOf(gone);
    }
    for (Node each : view.others()) {
      if (told.add(each.id()) || view.isMetAnew(each.id())) {
        tellAll(each.id(), view);
      }
    }
  }

  @Override
  public void missed(Node node) {
    tellAll(node.id(), cluster.view());
  }

  /** Some of the others may not have heard the last words of a node. */
  private void tellOf(Set<NodeId> gone) {
    News news = new News();
    holds.tellOf(gone, news);
    HoldNews.encode(news.all).forEach(cluster::broadcast);
  }

  /** Nodes that are in sight say themselves what they hold. */
  private void tellAll(NodeId node, ClusterView view) {
    News news = new News();
    holds.tellAll(news);
    news.all.removeIf(
        each -> each instanceof HoldNews.HeldElsewhere of && view.find(of.node()).isPresent());
    HoldNews.encode(news.all).forEach(each -> cluster.send(node, each));
  }

  /** What is to be told, in its order. */
  private static final class News implements HoldRelay {
    private final List<HoldNews> all = new ArrayList<>();

    @Override
    public void held(FeedId id, Optional<Instant> until, Duration age) {
      all.add(new HoldNews.Held(id, until, age));
    }

    @Override
    public void heldElsewhere(NodeId node, FeedId id, Optional<Instant> until, Duration age) {
      all.add(new HoldNews.HeldElsewhere(node, id, until, age));
    }

    @Override
    public void lifted(FeedId id) {
      all.add(new HoldNews.Lifted(id));
    }

    @Override
    public void unblocked(FeedId id, long generation) {
      all.add(new HoldNews.Unblocked(id, generation));
    }

    @Override
    public void letIn(FeedId id, Duration age) {
      all.add(new HoldNews.LetIn(id, age));
    }
  }

  @Override
  public void received(Node sender, ClusterMessage message) {
    if (message.kind() == ClusterMessage.Kind.HOLD) {
      HoldNews.decode(message.body()).forEach(news -> take(sender.id(), news));
    }
  }

  private void take(NodeId sender, HoldNews news) {
    switch (news) {
      case HoldNews.Held(var id, var until, var age) -> holds.hold(sender, id, until, age);
      case HoldNews.HeldElsewhere(var node, var id, var until, var age) -> {
        if (!cluster.view().self().id().equals(node)) {
          holds.holdAsHeard(node, id, until, age);
        }
      }
      case HoldNews.Lifted(var id) -> holds.lift(sender, id);
      case HoldNews.Unblocked(var id, var generation) -> holds.unblock(id, generation);
      case HoldNews.LetIn(var id, var age) -> holds.letIn(id, age);
    }
  }
}
