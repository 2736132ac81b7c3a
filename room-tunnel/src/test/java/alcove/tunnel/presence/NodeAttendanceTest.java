package alcove.tunnel.presence;

import static alcove.tunnel.presence.HandAttendance.TOLD;
import static alcove.tunnel.presence.HandAttendance.joined;
import static alcove.tunnel.presence.HandAttendance.left;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.policy.Standing;
import alcove.tunnel.net.HandLoop;
import alcove.tunnel.presence.HandAttendance.Guest;
import alcove.tunnel.testing.Cryptos;
import alcove.tunnel.testing.FakeClusters;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Who attends here, as another node sees it, and who attends there. */
class NodeAttendanceTest {
  private final HandAttendance room = new HandAttendance();

  /** Another node, which says who attends there, and hears who attends here. */
  private final class Neighbour {
    private final FakeClusters clusters = new FakeClusters();
    private final FakeClusters.FakeNode here = clusters.node("here");
    private final FakeClusters.FakeNode there = clusters.node("there");
    private final HandLoop theirHand = new HandLoop();
    private final Attendance theirs = new Attendance(theirHand.loop(), room.standings, () -> false);

    Neighbour(Predicate<FeedId> shared) {
      room.attendance.join(here, shared);
      theirs.join(there, shared);
      clusters.see(false, here, there);
      talk(TOLD);
    }

    void talk(Duration time) {
      for (long left = time.toMillis(); left > 0; left -= 100) {
        room.pass(Duration.ofMillis(100));
        theirHand.advance(Duration.ofMillis(100));
        clusters.deliverAll();
      }
    }
  }

  private static void talkAWhile(Neighbour neighbour) {
    neighbour.talk(Duration.ofSeconds(2));
  }

  @Test
  void nodes_knowWhoAttendsAtTheOther_andWhoHasGone() {
    Guest watcher = room.watcher();
    Neighbour neighbour = new Neighbour(_ -> false);
    talkAWhile(neighbour);
    assertThat(neighbour.theirs.attendants()).containsExactly(watcher.id());
    assertThat(neighbour.theirs.nodesOf(watcher.id())).containsExactly(neighbour.here.self().id());
    assertThat(neighbour.theirs.isNewerElsewhere(watcher.id())).isTrue();
    assertThat(room.attendance.nodesOf(watcher.id())).isEmpty();
    assertThat(room.attendance.isNewerElsewhere(watcher.id())).isFalse();

    Guest there = room.guest();
    neighbour.theirs.attend(there.at.connection);
    talkAWhile(neighbour);
    assertThat(watcher.news()).containsExactly(joined(1));
    assertThat(room.attendance.nodesOf(there.id())).containsExactly(neighbour.there.self().id());

    neighbour.theirs.leave(there.at.connection);
    talkAWhile(neighbour);
    assertThat(watcher.news()).containsExactly(left(1));

    room.attendance.leave(watcher.at.connection);
    talkAWhile(neighbour);
    assertThat(neighbour.theirs.attendants()).isEmpty();
  }

  @Test
  void whoIsLostAtOneNode_andHereByAnother_isToldAgain() {
    Guest watcher = room.watcher();
    Neighbour neighbour = new Neighbour(_ -> false);
    FeedKeyPair keys = FeedKeyPair.create(Cryptos.java());
    Guest there = room.guest(keys);
    neighbour.theirs.attend(there.at.connection);
    talkAWhile(neighbour);
    room.guest(keys).attend();
    talkAWhile(neighbour);
    watcher.news();

    neighbour.theirs.closed(there.at.connection, true);
    talkAWhile(neighbour);

    assertThat(watcher.news()).containsExactly(joined(1));
  }

  @Test
  void olderConnection_isAskedForASignOfLife_whenANewerOneIsAtAnotherNode() {
    room.watcher();
    Neighbour neighbour = new Neighbour(_ -> false);
    FeedKeyPair keys = FeedKeyPair.create(Cryptos.java());
    Guest older = room.guest(keys).attend();
    talkAWhile(neighbour);
    Guest newer = room.guest(keys);
    neighbour.theirs.attend(newer.at.connection);
    room.silence(older);
    neighbour.talk(Duration.ofMillis(900));

    assertThat(older.at.connection.owesSignOfLife()).isTrue();
    assertThat(newer.at.connection.owesSignOfLife()).isFalse();
  }

  @Test
  void keyThatManyShare_isNotAsked() {
    room.watcher();
    Neighbour neighbour = new Neighbour(_ -> true);
    FeedKeyPair keys = FeedKeyPair.create(Cryptos.java());
    Guest older = room.guest(keys).attend();
    talkAWhile(neighbour);
    Guest newer = room.guest(keys);
    neighbour.theirs.attend(newer.at.connection);
    room.silence(older);
    neighbour.talk(Duration.ofMillis(900));

    assertThat(older.at.connection.owesSignOfLife()).isFalse();
  }

  @Test
  void withoutOtherNodes_nobodyIsElsewhere() {
    Guest guest = room.guest().attend();

    assertThat(room.attendance.nodesOf(guest.id())).isEmpty();
    assertThat(room.attendance.isNewerElsewhere(guest.id())).isFalse();
  }

  @Test
  void whatIsLostBetweenNodes_isMadeUpForWithinTwoSeconds() {
    Guest watcher = room.watcher();
    Neighbour neighbour = new Neighbour(_ -> false);
    talkAWhile(neighbour);
    room.attendance.leave(watcher.at.connection);
    room.pass(TOLD);
    neighbour.clusters.onItsWay(neighbour.here, neighbour.there).clear();
    assertThat(neighbour.theirs.attendants()).containsExactly(watcher.id());

    neighbour.talk(Duration.ofSeconds(3));

    assertThat(neighbour.theirs.attendants()).isEmpty();
  }

  @Test
  void whoIsGoneAtTheOtherNode_isMissedAfterThreeSeconds_orAtOnceIfTheyMayNotAttendAnyMore() {
    Guest watcher = room.watcher();
    Neighbour neighbour = new Neighbour(_ -> false);
    Guest there = room.guest();
    Guest blocked = room.guest();
    neighbour.theirs.attend(there.at.connection);
    neighbour.theirs.attend(blocked.at.connection);
    talkAWhile(neighbour);
    watcher.news();

    neighbour.theirs.closed(there.at.connection, false);
    neighbour.theirs.closed(blocked.at.connection, false);
    room.standings.set(blocked.id(), Standing.BLOCKED);
    talkAWhile(neighbour);
    assertThat(watcher.news()).containsExactly(left(2));

    talkAWhile(neighbour);
    talkAWhile(neighbour);
    assertThat(watcher.news()).containsExactly(left(1));
  }

  @Test
  void wholeReport_namesThoseOfThisNodeAlone() {
    Guest watcher = room.watcher();
    Neighbour neighbour = new Neighbour(_ -> false);
    Guest there = room.guest();
    neighbour.theirs.attend(there.at.connection);
    talkAWhile(neighbour);
    assertThat(room.attendance.attendants()).contains(watcher.id(), there.id());

    neighbour.clusters.see(true, neighbour.here, neighbour.there);
    room.hand.run();
    List<FeedId> named =
        neighbour.clusters.onItsWay(neighbour.here, neighbour.there).stream()
            .flatMap(each -> PresenceReport.decode(each.body()).orElseThrow().peers().stream())
            .map(PeerReport::who)
            .toList();

    assertThat(named).containsExactly(watcher.id());
  }
}
