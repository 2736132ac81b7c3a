package alcove.tunnel.presence;

import static alcove.tunnel.presence.PresenceNode.key;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.cluster.ClusterMessage;
import alcove.cluster.ClusterMessage.Kind;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What nodes send each other of those who attend, and where they take somebody to be. */
class NodeNewsTest {
  private final PresenceNodes nodes = new PresenceNodes();
  private final PresenceNode a = nodes.node("a");
  private final PresenceNode b = nodes.node("b");
  private final PresenceNode c = nodes.node("c");

  @BeforeEach
  void meet() {
    nodes.seeEachOther(false);
    nodes.settle();
  }

  /** What {@code from} has said to {@code to}, which hears it now. */
  private List<String> say(PresenceNode from, PresenceNode to) {
    List<String> said =
        nodes.clusters.onItsWay(from.cluster, to.cluster).stream()
            .map(NodeNewsTest::shown)
            .toList();
    for (int i = 0; i < said.size(); i++) {
      nodes.clusters.deliver(from.cluster, to.cluster);
    }
    return said;
  }

  private static String shown(ClusterMessage message) {
    if (message.kind() == Kind.ASK_ATTENDANTS) {
      return "ask";
    }
    String peers =
        PresenceReport.decode(message.body()).orElseThrow().peers().stream()
            .map(each -> PresenceNode.name(each.who()))
            .collect(Collectors.joining());
    return (message.kind() == Kind.ATTENDANTS ? "all " : "changes ") + peers;
  }

  private boolean isNewerElsewhere(PresenceNode at, String who) {
    return at.presence.isNewerElsewhere(key(who));
  }

  @Test
  void changes_areToldOnce_andTogether() {
    a.connect("x", 1);
    a.connect("y", 2);
    a.tick();
    assertThat(say(a, b)).containsExactly("changes xy");
    a.connect("z", 3);
    a.tick();

    assertThat(say(a, b)).containsExactly("changes z");
    assertThat(say(b, a)).as("nothing was missing").isEmpty();
  }

  @Test
  void beat_comesEveryTwoSeconds_andNobodyAsks() {
    for (int i = 0; i < 2; i++) {
      a.second();
      assertThat(say(a, b)).isEmpty();
      a.second();
      assertThat(say(a, b)).containsExactly("changes ");
    }
    assertThat(say(b, a)).isEmpty();
  }

  @Test
  void beat_isLeftOut_whileNewsAreOnTheirWay() {
    a.second();
    a.connect("x", 1);
    a.second();
    assertThat(say(a, b)).isEmpty();

    a.tick();
    assertThat(say(a, b)).containsExactly("changes x");

    a.second();
    assertThat(say(a, b)).as("news are a beat, too").isEmpty();
  }

  @Test
  void newcomer_knowsWhereSomebodyCameLast() {
    a.connect("x", 1);
    b.connect("y", 2);
    nodes.wait(Duration.ofSeconds(10));
    b.connect("x", 3);
    a.connect("y", 4);
    nodes.settle();
    nodes.wait(Duration.ofSeconds(10));

    PresenceNode late = nodes.node("d");
    nodes.seeEachOther(false);
    nodes.settle();

    assertThat(late.presence.nodesOf(key("x")))
        .containsExactly(b.cluster.self().id(), a.cluster.self().id());
    assertThat(late.presence.nodesOf(key("y")))
        .containsExactly(a.cluster.self().id(), b.cluster.self().id());
  }

  @Test
  void connection_isNewerElsewhere_orHere_orNowhere() {
    a.connect("x", 1);
    a.connect("same", 2);
    b.connect("same", 3);
    nodes.settle();
    nodes.wait(Duration.ofSeconds(5));
    b.connect("x", 4);
    nodes.settle();

    assertThat(isNewerElsewhere(a, "x")).isTrue();
    assertThat(isNewerElsewhere(b, "x")).isFalse();
    assertThat(isNewerElsewhere(c, "x")).isTrue();
    assertThat(isNewerElsewhere(a, "same")).isFalse();
    assertThat(isNewerElsewhere(b, "same")).isFalse();
  }

  @Test
  void connection_thatIsNewerElsewhere_isNotOnceThereIsANewerHere_untilThatIsGone() {
    b.connect("x", 1);
    nodes.settle();
    nodes.wait(Duration.ofSeconds(5));
    assertThat(isNewerElsewhere(a, "x")).isTrue();

    a.connect("x", 2);
    assertThat(isNewerElsewhere(a, "x")).isFalse();

    a.leave("x", 2);
    assertThat(isNewerElsewhere(a, "x")).isTrue();
  }

  @Test
  void whoHasLeftANode_orWhoseNodeIsLost_isNotThereAnyMore() {
    a.connect("x", 1);
    a.connect("y", 2);
    nodes.settle();
    a.leave("x", 1);
    nodes.settle();
    assertThat(b.presence.nodesOf(key("x"))).isEmpty();
    assertThat(b.presence.nodesOf(key("y"))).containsExactly(a.cluster.self().id());

    nodes.die(a);

    assertThat(b.presence.nodesOf(key("y"))).isEmpty();
    assertThat(isNewerElsewhere(b, "y")).isFalse();
  }

  @Test
  void whoseNodeIsLost_andWhoAttendsByAnother_isToldAgain() {
    a.connect("x", 1);
    b.connect("x", 2);
    nodes.settle();

    nodes.die(a);
    nodes.settle();

    assertThat(b.told).containsExactly("+x", "+x");
    assertThat(c.told).containsExactly("+x", "+x");
  }

  @Test
  void whoWasLost_andStillAttends_isToldAgainElsewhere() {
    a.connect("x", 1);
    nodes.settle();

    a.presence.again(key("x"));
    nodes.settle();

    assertThat(b.told).containsExactly("+x", "+x");
  }

  @Test
  void whoLeavesAndComesBack_withinOneReport_isToldAgain_whateverElseTheyDo() {
    a.connect("x", 1);
    nodes.settle();

    a.leave("x", 1);
    a.connect("x", 2);
    a.connect("x", 3);
    a.leave("x", 3);
    nodes.settle();

    assertThat(b.told).containsExactly("+x", "+x");
  }

  @Test
  void whoLosesOneConnectionOfSeveral_byTheirOwnWish_isNoNews() {
    a.connect("x", 1);
    a.connect("x", 2);
    nodes.settle();

    a.leave("x", 1);
    nodes.settle();

    assertThat(b.told).containsExactly("+x");
  }
}
