package alcove.tunnel.presence;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.tunnel.testing.FakeClusters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Nodes of one room, what is on its way between them, and the time that passes for all. */
final class PresenceNodes {
  final FakeClusters clusters = new FakeClusters();
  final List<PresenceNode> living = new ArrayList<>();
  private final AtomicLong clock = new AtomicLong(Duration.ofDays(1).toNanos());

  /** One that sees nobody yet. */
  PresenceNode node(String name) {
    PresenceNode node = new PresenceNode(clusters, name, clock);
    living.add(node);
    return node;
  }

  void see(boolean isMerged, PresenceNode... group) {
    FakeClusters.FakeNode[] nodes = new FakeClusters.FakeNode[group.length];
    for (int i = 0; i < group.length; i++) {
      nodes[i] = group[i].cluster;
    }
    clusters.see(isMerged, nodes);
  }

  void seeEachOther(boolean isMerged) {
    see(isMerged, living.toArray(PresenceNode[]::new));
  }

  /** Everything that is due is told and heard. */
  void settle() {
    clusters.deliverAll();
    living.forEach(PresenceNode::tick);
    clusters.deliverAll();
    living.forEach(PresenceNode::tick);
  }

  void pass(Duration time) {
    for (long left = time.toSeconds(); left > 0; left--) {
      wait(Duration.ofSeconds(1));
      living.forEach(PresenceNode::second);
      settle();
    }
  }

  /** Lets time pass in which nothing happens. */
  void wait(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  void die(PresenceNode node) {
    living.remove(node);
    see(false, node);
    seeEachOther(false);
  }

  void assertAllKnow(String who) {
    assertThat(living).allSatisfy(each -> assertThat(each.known()).isEqualTo(who));
    assertThat(living).allSatisfy(each -> assertThat(each.here()).isEqualTo(who));
  }
}
