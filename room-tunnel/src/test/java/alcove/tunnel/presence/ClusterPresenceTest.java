package alcove.tunnel.presence;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.cluster.ClusterMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Presence as the union of nodes, with whatever may happen between them. */
class ClusterPresenceTest {
  private final PresenceNodes nodes = new PresenceNodes();
  private final PresenceNode a = nodes.node("a");
  private final PresenceNode b = nodes.node("b");
  private final PresenceNode c = nodes.node("c");

  @Test
  void attendants_areThoseOfAllNodes_alsoForOneThatComesLater() {
    a.connect("x", 1);
    b.connect("y", 2);
    nodes.see(false, a, b);
    nodes.settle();
    a.connect("z", 3);
    nodes.settle();
    nodes.seeEachOther(false);
    nodes.settle();

    nodes.assertAllKnow("xyz");
    assertThat(c.told).containsExactlyInAnyOrder("+x", "+y", "+z");
  }

  @Test
  void peers_ofNodeThatIsAboutToEnd_haveEightSecondsToComeToAnother() {
    nodes.seeEachOther(false);
    a.connect("x", 1);
    a.connect("y", 2);
    nodes.settle();

    a.cluster.broadcast(new ClusterMessage(ClusterMessage.Kind.LEAVING, new byte[0]));
    a.lose("x", 1);
    a.lose("y", 2);
    nodes.pass(Duration.ofSeconds(7));
    assertThat(c.told).containsExactlyInAnyOrder("+x", "+y");
    b.connect("x", 3);
    nodes.settle();
    nodes.pass(Duration.ofSeconds(2));

    assertThat(c.told).containsExactlyInAnyOrder("+x", "+y", "+x", "-y");
  }

  @Test
  void key_onTwoNodes_isOneAttendant_untilItLeftBoth() {
    nodes.seeEachOther(false);
    a.connect("x", 1);
    nodes.settle();
    b.connect("x", 2);
    nodes.settle();

    assertThat(c.told).containsExactly("+x");
    a.leave("x", 1);
    nodes.settle();
    assertThat(c.told).containsExactly("+x");
    nodes.assertAllKnow("x");
    b.leave("x", 2);
    nodes.settle();

    assertThat(a.told).containsExactly("+x", "-x");
    assertThat(c.told).containsExactly("+x", "-x");
  }

  @Test
  void newerConnectionElsewhere_overtakesTheOlderOne_andItsNodeIsNamedFirst() {
    nodes.seeEachOther(false);
    a.connect("x", 1);
    nodes.settle();
    nodes.pass(Duration.ofSeconds(5));
    b.connect("x", 2);
    nodes.settle();

    assertThat(a.overtaken).containsExactly(PresenceNode.key("x"));
    assertThat(b.overtaken).isEmpty();
    assertThat(c.presence.nodesOf(PresenceNode.key("x")))
        .containsExactly(b.cluster.self().id(), a.cluster.self().id());
    nodes.pass(Duration.ofSeconds(5));
    assertThat(a.overtaken).hasSize(1);
  }

  @Test
  void lostConnection_isJoinedAgainForOthersIfAnotherIsLeft_andLeftAfterThreeSecondsIfNot() {
    nodes.seeEachOther(false);
    a.connect("x", 1);
    b.connect("x", 2);
    nodes.settle();

    a.lose("x", 1);
    nodes.settle();
    assertThat(c.told).containsExactly("+x", "+x");
    b.lose("x", 2);
    nodes.pass(Duration.ofSeconds(2));
    assertThat(c.told).containsExactly("+x", "+x");
    nodes.pass(Duration.ofSeconds(2));

    assertThat(c.told).containsExactly("+x", "+x", "-x");
    nodes.assertAllKnow("");
  }

  @Test
  void key_thatIsBackOnAnotherNodeInTime_neverLeft() {
    nodes.seeEachOther(false);
    a.connect("x", 1);
    nodes.settle();
    a.lose("x", 1);
    nodes.pass(Duration.ofSeconds(2));
    b.connect("x", 2);
    nodes.settle();
    nodes.pass(Duration.ofSeconds(9));

    assertThat(c.told).containsExactly("+x", "+x");
    assertThat(a.told).containsExactly("+x", "+x");
    nodes.assertAllKnow("x");
  }

  @Test
  void reconnectOnOneNode_withinOneReport_isToldAgainElsewhere() {
    nodes.seeEachOther(false);
    a.connect("x", 1);
    nodes.settle();
    a.lose("x", 1);
    a.connect("x", 2);
    nodes.settle();

    assertThat(b.told).containsExactly("+x", "+x");
  }

  @Test
  void peersOfADeadNode_haveEightSecondsToComeBackElsewhere() {
    nodes.seeEachOther(false);
    a.connect("x", 1);
    a.connect("y", 2);
    nodes.settle();
    nodes.die(a);
    nodes.pass(Duration.ofSeconds(6));
    b.connect("x", 3);
    nodes.settle();

    assertThat(c.told).containsExactly("+x", "+y", "+x");
    nodes.pass(Duration.ofSeconds(3));
    assertThat(c.told).containsExactly("+x", "+y", "+x", "-y");
    assertThat(b.told).containsExactly("+x", "+y", "+x", "-y");
    nodes.assertAllKnow("x");
  }

  @Test
  void partition_makesTwoRooms_andMergingMakesOne() {
    a.connect("x", 1);
    b.connect("y", 2);
    nodes.seeEachOther(false);
    nodes.settle();
    nodes.see(false, a);
    nodes.see(false, b, c);
    nodes.pass(Duration.ofSeconds(9));
    assertThat(a.known()).isEqualTo("x");
    assertThat(c.known()).isEqualTo("y");
    a.leave("x", 1);
    a.connect("z", 3);
    nodes.settle();

    nodes.seeEachOther(true);
    nodes.settle();

    nodes.assertAllKnow("yz");
    assertThat(c.told).containsExactly("+x", "+y", "-x", "+z");
  }

  @Test
  void partition_thatOnlyOneSideNoticed_isHealedByTheMerge() {
    nodes.seeEachOther(false);
    a.connect("x", 1);
    nodes.settle();
    nodes.clusters.see(false, b.cluster, c.cluster);
    a.connect("y", 2);
    nodes.settle();
    assertThat(b.known()).isEqualTo("x");

    nodes.seeEachOther(true);
    nodes.settle();

    nodes.assertAllKnow("xy");
  }

  @Test
  void lostReport_isNoticedByTheNext_orAfterTwoSeconds() {
    nodes.seeEachOther(false);
    a.connect("x", 1);
    a.tick();
    nodes.clusters.onItsWay(a.cluster, b.cluster).clear();
    nodes.settle();
    assertThat(b.known()).isEmpty();
    nodes.pass(Duration.ofSeconds(2));
    nodes.assertAllKnow("x");

    a.connect("y", 2);
    a.tick();
    nodes.clusters.onItsWay(a.cluster, b.cluster).clear();
    a.connect("z", 3);
    nodes.settle();
    nodes.assertAllKnow("xyz");
  }

  @Test
  void reportsThatComeTwiceOrLate_changeNothing() {
    nodes.seeEachOther(false);
    nodes.settle();
    a.connect("x", 1);
    a.tick();
    ClusterMessage joined = nodes.clusters.onItsWay(a.cluster, b.cluster).peek();
    nodes.settle();
    a.leave("x", 1);
    nodes.settle();
    nodes.pass(Duration.ofSeconds(1));

    nodes.clusters.onItsWay(a.cluster, b.cluster).add(joined);
    nodes.settle();

    assertThat(b.told).containsExactly("+x", "-x");
    nodes.assertAllKnow("");
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
    private final PresenceNodes room = new PresenceNodes();
    private final Random random;
    private int connections = 100;

    Schedule(Random random) {
      this.random = random;
    }

    void run() {
      for (String name : new String[] {"a", "b", "c"}) {
        room.node(name);
      }
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
