package alcove.app;

import alcove.cluster.Cluster;
import alcove.cluster.ClusterListener;
import alcove.cluster.ClusterMessage;
import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import alcove.room.members.Blocks;
import alcove.room.registry.HoldRelay;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * The keys that nodes keep out before the registry has it, or without it: all nodes hear of each at
 * once, and of all that hold when they come in sight. Those of a node that is gone stay until the
 * registry has them, somebody lets them in, or the last node that heard of them ends: newcomers,
 * and so also that node when it was started again, hear of them too. Thread-safe; waits for
 * nothing.
 */
final class NodeHolds implements HoldRelay, ClusterListener {
  private final Cluster cluster;
  private final Blocks blocks;

  /** Those who have been told all; of the thread on which the cluster calls. */
  private final Set<NodeId> told = new HashSet<>();

  private NodeHolds(Cluster cluster, Blocks blocks) {
    this.cluster = cluster;
    this.blocks = blocks;
  }

  /** Has those of {@code blocks} hold on all nodes of {@code cluster} from now on. */
  static void share(Cluster cluster, Blocks blocks) {
    NodeHolds holds = new NodeHolds(cluster, blocks);
    blocks.relayHoldsTo(holds);
    cluster.add(holds);
  }

  @Override
  public void held(FeedId id, Optional<Instant> until) {
    cluster.broadcast(new HoldNews.Held(id, until).encode());
  }

  @Override
  public void heldElsewhere(NodeId node, FeedId id, Optional<Instant> until) {
    throw new IllegalStateException("what was heard is told to newcomers alone");
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
  public void changed(ClusterView view) {
    Set<NodeId> inSight = new HashSet<>();
    for (Node each : view.others()) {
      inSight.add(each.id());
      if (told.add(each.id()) || view.isMerged()) {
        tellAll(each.id(), view);
      }
    }
    told.retainAll(inSight);
  }

  /** Nodes that are in sight say themselves what they hold. */
  private void tellAll(NodeId node, ClusterView view) {
    blocks.tellHoldsTo(
        new HoldRelay() {
          @Override
          public void held(FeedId id, Optional<Instant> until) {
            cluster.send(node, new HoldNews.Held(id, until).encode());
          }

          @Override
          public void heldElsewhere(NodeId gone, FeedId id, Optional<Instant> until) {
            if (view.find(gone).isEmpty()) {
              cluster.send(node, new HoldNews.HeldElsewhere(gone, id, until).encode());
            }
          }

          @Override
          public void lifted(FeedId id) {
            throw new IllegalStateException("what does not hold is not told");
          }

          @Override
          public void unblocked(FeedId id, long generation) {
            lifted(id);
          }
        });
  }

  @Override
  public void received(Node sender, ClusterMessage message) {
    if (message.kind() == ClusterMessage.Kind.HOLD) {
      HoldNews.decode(message.body()).ifPresent(news -> take(sender.id(), news));
    }
  }

  /** Late words on a node that says itself what it holds are none. */
  private void takeOfGone(NodeId node, FeedId id, Optional<Instant> until) {
    ClusterView view = cluster.view();
    if (!view.self().id().equals(node) && view.find(node).isEmpty()) {
      blocks.holdAsElsewhere(node, id, until);
    }
  }

  private void take(NodeId sender, HoldNews news) {
    switch (news) {
      case HoldNews.Held(var id, var until) -> blocks.holdAsElsewhere(sender, id, until);
      case HoldNews.HeldElsewhere(var node, var id, var until) -> takeOfGone(node, id, until);
      case HoldNews.Lifted(var id) -> blocks.liftAsElsewhere(sender, id);
      case HoldNews.Unblocked(var id, var generation) -> blocks.unblockAsElsewhere(id, generation);
    }
  }
}
