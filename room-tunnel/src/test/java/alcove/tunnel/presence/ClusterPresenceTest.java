package alcove.tunnel.presence;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.cluster.ClusterMessage;
import alcove.tunnel.testing.FakeClusters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Presence as the union of nodes, with whatever may happen between them. */
class ClusterPresenceTest {
  private final AtomicLong clock = new AtomicLong(Duration.ofDays(1).toNanos());
  private final FakeClusters clusters = new FakeClusters();
  private final List<PresenceNode> living = new ArrayList<>();
  private final PresenceNode a = node("a");
  private final PresenceNode b = node("b");
  private final PresenceNode c = node("c");

  private PresenceNode node(String name) {
    PresenceNode node = new PresenceNode(clusters, name, clock);
    living.add(node);
    return node;
  }

  private void see(boolean isMerged, PresenceNode... group) {
    FakeClusters.FakeNode[] nodes = new FakeClusters.FakeNode[group.length];
    for (int i = 0; i < group.length; i++) {
      nodes[i] = group[i].cluster;
    }
    clusters.see(isMerged, nodes);
  }

  private void seeEachOther(boolean isMerged) {
    see(isMerged, living.toArray(PresenceNode[]::new));
  }

  /** Everything that is due is told and heard. */
  private void settle() {
    clusters.deliverAll();
    living.forEach(PresenceNode::tick);
    clusters.deliverAll();
    living.forEach(PresenceNode::tick);
  }

  private void pass(Duration time) {
    for (long left = time.toSeconds(); left > 0; left--) {
      clock.addAndGet(Duration.ofSeconds(1).toNanos());
      living.forEach(PresenceNode::second);
      settle();
    }
  }

  private void die(PresenceNode node) {
    living.remove(node);
    see(false, node);
    seeEachOther(false);
  }

  private void assertAllKnow(String who) {
    assertThat(living).allSatisfy(each -> assertThat(each.known()).isEqualTo(who));
    assertThat(living).allSatisfy(each -> assertThat(each.here()).isEqualTo(who));
  }

  @Test
  void attendants_areThoseOfAllNodes_alsoForOneThatComesLater() {
    a.connect("x", 1);
    b.connect("y", 2);
    see(false, a, b);
    settle();
    a.connect("z", 3);
    settle();
    seeEachOther(false);
    settle();

    assertAllKnow("xyz");
    assertThat(c.told).containsExactlyInAnyOrder("+x", "+y", "+z");
  }

  @Test
  void peers_ofNodeThatIsAboutToEnd_haveEightSecondsToComeToAnother() {
    seeEachOther(false);
    a.connect("x", 1);
    a.connect("y", 2);
    settle();

    a.cluster.broadcast(new ClusterMessage(ClusterMessage.Kind.LEAVING, new byte[0]));
    a.lose("x", 1);
    a.lose("y", 2);
    pass(Duration.ofSeconds(7));
    assertThat(c.told).containsExactlyInAnyOrder("+x", "+y");
    b.connect("x", 3);
    settle();
    pass(Duration.ofSeconds(2));

    assertThat(c.told).containsExactlyInAnyOrder("+x", "+y", "+x", "-y");
  }

  @Test
  void key_onTwoNodes_isOneAttendant_untilItLeftBoth() {
    seeEachOther(false);
    a.connect("x", 1);
    settle();
    b.connect("x", 2);
    settle();

    assertThat(c.told).containsExactly("+x");
    a.leave("x", 1);
    settle();
    assertThat(c.told).containsExactly("+x");
    assertAllKnow("x");
    b.leave("x", 2);
    settle();

    assertThat(a.told).containsExactly("+x", "-x");
    assertThat(c.told).containsExactly("+x", "-x");
  }

  @Test
  void newerConnectionElsewhere_overtakesTheOlderOne_andItsNodeIsNamedFirst() {
    seeEachOther(false);
    a.connect("x", 1);
    settle();
    pass(Duration.ofSeconds(5));
    b.connect("x", 2);
    settle();

    assertThat(a.overtaken).containsExactly(PresenceNode.key("x"));
    assertThat(b.overtaken).isEmpty();
    assertThat(c.presence.nodesOf(PresenceNode.key("x")))
        .containsExactly(b.cluster.self().id(), a.cluster.self().id());
    pass(Duration.ofSeconds(5));
    assertThat(a.overtaken).hasSize(1);
  }

  @Test
  void lostConnection_isJoinedAgainForOthersIfAnotherIsLeft_andLeftAfterThreeSecondsIfNot() {
    seeEachOther(false);
    a.connect("x", 1);
    b.connect("x", 2);
    settle();

    a.lose("x", 1);
    settle();
    assertThat(c.told).containsExactly("+x", "+x");
    b.lose("x", 2);
    pass(Duration.ofSeconds(2));
    assertThat(c.told).containsExactly("+x", "+x");
    pass(Duration.ofSeconds(2));

    assertThat(c.told).containsExactly("+x", "+x", "-x");
    assertAllKnow("");
  }

  @Test
  void key_thatIsBackOnAnotherNodeInTime_neverLeft() {
    seeEachOther(false);
    a.connect("x", 1);
    settle();
    a.lose("x", 1);
    pass(Duration.ofSeconds(2));
    b.connect("x", 2);
    settle();
    pass(Duration.ofSeconds(9));

    assertThat(c.told).containsExactly("+x", "+x");
    assertThat(a.told).containsExactly("+x", "+x");
    assertAllKnow("x");
  }

  @Test
  void reconnectOnOneNode_withinOneReport_isToldAgainElsewhere() {
    seeEachOther(false);
    a.connect("x", 1);
    settle();
    a.lose("x", 1);
    a.connect("x", 2);
    settle();

    assertThat(b.told).containsExactly("+x", "+x");
  }

  @Test
  void peersOfADeadNode_haveEightSecondsToComeBackElsewhere() {
    seeEachOther(false);
    a.connect("x", 1);
    a.connect("y", 2);
    settle();
    die(a);
    pass(Duration.ofSeconds(6));
    b.connect("x", 3);
    settle();

    assertThat(c.told).containsExactly("+x", "+y", "+x");
    pass(Duration.ofSeconds(3));
    assertThat(c.told).containsExactly("+x", "+y", "+x", "-y");
    assertThat(b.told).containsExactly("+x", "+y", "+x", "-y");
    assertAllKnow("x");
  }

  @Test
  void partition_makesTwoRooms_andMergingMakesOne() {
    a.connect("x", 1);
    b.connect("y", 2);
    seeEachOther(false);
    settle();
    see(false, a);
    see(false, b, c);
    pass(Duration.ofSeconds(9));
    assertThat(a.known()).isEqualTo("x");
    assertThat(c.known()).isEqualTo("y");
    a.leave("x", 1);
    a.connect("z", 3);
    settle();

    seeEachOther(true);
    settle();

    assertAllKnow("yz");
    assertThat(c.told).containsExactly("+x", "+y", "-x", "+z");
  }

  @Test
  void partition_thatOnlyOneSideNoticed_isHealedByTheMerge() {
    seeEachOther(false);
    a.connect("x", 1);
    settle();
    clusters.see(false, b.cluster, c.cluster);
    a.connect("y", 2);
    settle();
    assertThat(b.known()).isEqualTo("x");

    seeEachOther(true);
    settle();

    assertAllKnow("xy");
  }

  @Test
  void lostReport_isNoticedByTheNext_orAfterTwoSeconds() {
    seeEachOther(false);
    a.connect("x", 1);
    a.tick();
    clusters.onItsWay(a.cluster, b.cluster).clear();
    settle();
    assertThat(b.known()).isEmpty();
    pass(Duration.ofSeconds(2));
    assertAllKnow("x");

    a.connect("y", 2);
    a.tick();
    clusters.onItsWay(a.cluster, b.cluster).clear();
    a.connect("z", 3);
    settle();
    assertAllKnow("xyz");
  }

  @Test
  void reportsThatComeTwiceOrLate_changeNothing() {
    seeEachOther(false);
    settle();
    a.connect("x", 1);
    a.tick();
    ClusterMessage joined = clusters.onItsWay(a.cluster, b.cluster).peek();
    settle();
    a.leave("x", 1);
    settle();
    pass(Duration.ofSeconds(1));

    clusters.onItsWay(a.cluster, b.cluster).add(joined);
    settle();

    assertThat(b.told).containsExactly("+x", "-x");
    assertAllKnow("");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void anySchedule_endsInTheUnion(int seed) {
    for (int round = 0; round < 40; round++) {
      new Schedule(new Random(seed * 1000L + round)).run();
    }
  }

  /** One course of events on three nodes of its own. */
  private static final class Schedule {
    private static final String[] KEYS = {"p", "q", "r", "s", "t"};
    private final ClusterPresenceTest room = new ClusterPresenceTest();
    private final Random random;
    private int connections = 100;

    Schedule(Random random) {
      this.random = random;
    }

    void run() {
      room.seeEachOther(false);
      for (int step = 0; step < 150; step++) {
        step();
      }
      room.seeEachOther(true);
      room.pass(Duration.ofSeconds(15));
      Set<String> union = new TreeSet<>();
      room.living.forEach(each -> union.addAll(each.local()));
      room.assertAllKnow(String.join("", union));
      for (PresenceNode each : room.living) {
        assertSense(each.told);
      }
    }

    /** Nobody left who had not joined. */
    private static void assertSense(List<String> told) {
      Set<String> here = new TreeSet<>();
      for (String each : told) {
        String who = each.substring(1);
        if (each.startsWith("+")) {
          here.add(who);
        } else {
          assertThat(here.remove(who)).as("%s in %s", each, told).isTrue();
        }
      }
    }

    private PresenceNode any() {
      return room.living.get(random.nextInt(room.living.size()));
    }

    private void step() {
      PresenceNode node = any();
      PresenceNode other = any();
      String key = KEYS[random.nextInt(KEYS.length)];
      var line = room.clusters.onItsWay(node.cluster, other.cluster);
      switch (random.nextInt(14)) {
        case 0, 1, 2 -> node.connect(key, connections++);
        case 3 -> node.leave(key, anyConnection(node, key));
        case 4, 5 -> node.lose(key, anyConnection(node, key));
        case 6, 7 -> node.tick();
        case 8 -> room.clusters.deliver(node.cluster, other.cluster);
        case 9 -> room.clusters.deliverAll();
        case 10 -> line.poll();
        case 11 -> {
          if (!line.isEmpty()) {
            line.addLast(random.nextBoolean() ? line.peekFirst() : line.pollFirst());
          }
        }
        case 12 -> turn(node);
        default -> room.pass(Duration.ofSeconds(random.nextInt(4)));
      }
    }

    private int anyConnection(PresenceNode node, String key) {
      for (int i = 100; i < connections; i++) {
        if (node.has(key, i) && random.nextBoolean()) {
          return i;
        }
      }
      return 0;
    }

    /** Nodes die, come, and lose sight of each other. */
    private void turn(PresenceNode node) {
      switch (random.nextInt(4)) {
        case 0 -> {
          if (room.living.size() > 1) {
            room.die(node);
          }
        }
        case 1 -> {
          if (room.living.size() < 4) {
            room.node("n");
            room.seeEachOther(false);
          }
        }
        case 2 -> {
          List<PresenceNode> rest = new ArrayList<>(room.living);
          rest.remove(node);
          room.see(false, node);
          room.see(false, rest.toArray(PresenceNode[]::new));
        }
        default -> room.seeEachOther(true);
      }
    }
  }
}
