package alcove.tunnel.presence;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import alcove.tunnel.presence.PeerReport.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Reports of one other node, in whatever order they come. */
class RemoteNodeTest {
  private static final FeedId X = PresenceNode.key("x");
  private static final FeedId Y = PresenceNode.key("y");

  private final List<String> events = new ArrayList<>();
  private final RemoteNode node =
      new RemoteNode(
          NodeId.random(),
          new RemoteNode.Effects() {
            @Override
            public void here(NodeId from, FeedId who, boolean again, boolean newcomer) {
              note("here", who, again, newcomer ? " newcomer" : "");
            }

            @Override
            public void gone(NodeId from, FeedId who, boolean mayReturn, boolean again) {
              note(mayReturn ? "away" : "gone", who, again, "");
            }

            @Override
            public void ask(NodeId from) {
              events.add("ask");
            }
          });
  private long now = Duration.ofDays(1).toNanos();

  private void note(String what, FeedId who, boolean again, String more) {
    events.add(what + " " + PresenceNode.name(who) + (again ? " again" : "") + more);
  }

  private static PeerReport here(FeedId who, long... ages) {
    List<Long> all = new ArrayList<>();
    for (long age : ages) {
      all.add(age);
    }
    return new PeerReport(who, State.HERE, false, all);
  }

  private void whole(long sequence, PeerReport... peers) {
    node.takeWhole(new PresenceReport(sequence, List.of(peers)), now);
  }

  private void changes(long sequence, PeerReport... peers) {
    node.takeChanges(new PresenceReport(sequence, List.of(peers)), now);
  }

  private List<String> events() {
    List<String> all = List.copyOf(events);
    events.clear();
    return all;
  }

  @Test
  void wholeReport_isTaken_unlessItIsOlderThanWhatIsKnown() {
    whole(5, here(X, 0));
    changes(6, here(Y, 0));
    assertThat(events()).containsExactly("here x newcomer", "here y newcomer");

    whole(5, here(X, 0));
    assertThat(events()).isEmpty();
    assertThat(node.all()).containsExactlyInAnyOrder(X, Y);

    whole(6, here(Y, 0));
    assertThat(events()).as("the same again, to whoever was met anew").contains("away x");
    assertThat(node.all()).containsExactly(Y);
  }

  @Test
  void whoIsNotInAWholeReport_mayReturn_andWhoIsGoneByItMayNot() {
    whole(1, here(X, 0), here(Y, 0));
    events();

    whole(2, new PeerReport(Y, State.GONE, true, List.of()));

    assertThat(events()).containsExactly("away x", "gone y again");
    assertThat(node.all()).isEmpty();
  }

  @Test
  void changes_beforeAWholeReport_areAskedFor() {
    changes(0);
    assertThat(events()).containsExactly("ask");
    assertThat(node.all()).isEmpty();
  }

  @Test
  void missingChanges_areAskedFor_onceASecond_untilTheWholeReportComes() {
    whole(1);
    changes(3, here(X, 0));
    changes(4, here(Y, 0));
    assertThat(events()).containsExactly("ask");

    now += Duration.ofSeconds(1).toNanos() - 1;
    changes(5, here(Y, 0));
    assertThat(events()).isEmpty();
    now++;
    changes(6, here(Y, 0));
    assertThat(events()).containsExactly("ask");

    whole(6);
    changes(8, here(X, 0));
    assertThat(events()).as("a new gap is a new question").containsExactly("ask");
  }

  @Test
  void reportWithoutChanges_isAskedAboutOnlyWhenItIsAhead() {
    whole(7);

    changes(7);
    changes(6);
    assertThat(events()).isEmpty();
    changes(8);

    assertThat(events()).containsExactly("ask");
  }

  @Test
  void connection_thatIsMoreThanASecondNewer_isANewcomer() {
    whole(1, here(X, 10_000, 20_000));
    assertThat(events()).containsExactly("here x newcomer");

    changes(2, here(X, 9_000, 10_000));
    assertThat(events()).as("on its way for a second").containsExactly("here x");

    changes(3, here(X, 7_999, 9_000));
    assertThat(events()).containsExactly("here x newcomer");

    changes(4, here(X, 20_000));
    assertThat(events()).as("an older one is left").containsExactly("here x");
  }

  @Test
  void openings_areByTheClockHere_theNewestFirst() {
    whole(1, here(X, 20_000, 5_000));

    assertThat(node.openings(X))
        .containsExactly(
            now - Duration.ofSeconds(5).toNanos(), now - Duration.ofSeconds(20).toNanos());
    assertThat(node.openings(Y)).isEmpty();
  }

  @Test
  void whoIsGone_hasNoOpenings() {
    whole(1, here(X, 0), here(Y, 0));
    events();

    changes(
        2,
        new PeerReport(X, State.AWAY, false, List.of()),
        new PeerReport(Y, State.GONE, true, List.of()));

    assertThat(events()).containsExactly("away x", "gone y again");
    assertThat(node.openings(X)).isEmpty();
    assertThat(node.openings(Y)).isEmpty();
  }
}
