package alcove.tunnel.presence;

import static alcove.tunnel.presence.HandAttendance.A_SECOND;
import static alcove.tunnel.presence.HandAttendance.TOLD;
import static alcove.tunnel.presence.HandAttendance.joined;
import static alcove.tunnel.presence.HandAttendance.left;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.presence.HandAttendance.Guest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What those are told who want to know who attends, and when. */
class AudienceTest {
  private final HandAttendance room = new HandAttendance();

  @Test
  void subscriber_isToldTheState_thenChangesOfOthers() {
    Guest first = room.guest().attend();
    room.pass(TOLD);
    Guest watcher = room.guest();
    watcher.subscribe("changes");
    room.pass(TOLD);
    assertThat(watcher.news()).containsExactly("{type:state,ids:[0,1]}");

    room.guest().attend();
    room.pass(TOLD);
    first.leave();
    room.pass(TOLD);

    assertThat(watcher.news()).containsExactly(joined(2), left(0));
    assertThat(room.attendance.online()).isEqualTo(2);
    assertThat(room.attendance.isAttendant(first.id())).isFalse();
    assertThat(room.attendance.isAttendant(watcher.id())).isTrue();
  }

  @Test
  void laterSubscription_isToldTheStateToo() {
    Guest watcher = room.watcher();

    watcher.subscribe("changes");
    room.pass(TOLD);
    assertThat(watcher.news()).containsExactly("{type:state,ids:[0]}");

    watcher.subscribe("lists");
    room.pass(A_SECOND);
    assertThat(watcher.news()).containsExactly("[0]");
  }

  @Test
  void manyChanges_atOnce_areAllTold() {
    Guest watcher = room.watcher();

    for (int i = 0; i < 5; i++) {
      room.guest().attend();
    }
    room.pass(TOLD);

    assertThat(watcher.news())
        .containsExactly(joined(1), joined(2), joined(3), joined(4), joined(5));
  }

  @Test
  void whoComesAndGoesOften_isToldOfThreeTimes_andInTheEndAsItIs() {
    Guest watcher = room.watcher();
    Guest restless = room.guest();
    for (int i = 0; i < 3; i++) {
      restless.attend();
      room.pass(TOLD);
      restless.leave();
      room.pass(TOLD);
    }
    assertThat(watcher.news()).containsExactly(joined(1), left(1), joined(1));

    room.pass(Duration.ofSeconds(5));

    assertThat(watcher.news()).containsExactly(left(1));
  }

  @Test
  void whoComesAndGoesOften_andIsHereInTheEnd_isToldOfSoLater() {
    Guest watcher = room.watcher();
    Guest restless = room.guest().attend();
    room.pass(TOLD);
    for (int i = 0; i < 2; i++) {
      restless.leave();
      room.pass(TOLD);
      restless.attend();
      room.pass(TOLD);
    }
    assertThat(watcher.news()).containsExactly(joined(1), left(1), joined(1));

    room.pass(Duration.ofSeconds(5));

    assertThat(watcher.news()).containsExactly(joined(1));
  }

  @Test
  void state_waitsWhileNewcomersCrowd_andIsToldAsSoonAsTheyDoNot() {
    room.watcher();
    room.crowded.set(true);
    Guest watcher = room.guest().attend();
    room.pass(Duration.ofSeconds(6));
    watcher.subscribe("changes");
    room.pass(Duration.ofSeconds(2));
    assertThat(watcher.news()).isEmpty();

    room.crowded.set(false);
    room.pass(TOLD);

    assertThat(watcher.news()).containsExactly("{type:state,ids:[0,1]}");
  }

  @Test
  void whoIsBehind_isToldTheNewestOfEachAlone_howeverLongThatTakes() {
    Guest watcher = room.watcher();
    room.watcher();
    room.pass(TOLD);
    watcher.news();
    watcher.at.takeNothing();
    watcher.at.fillUp();
    room.pass(TOLD);
    Guest restless = room.guest().attend();
    Guest other = room.guest().attend();
    room.pass(Duration.ofSeconds(3));
    restless.leave();
    room.pass(Duration.ofSeconds(3));
    assertThat(watcher.news()).isEmpty();

    watcher.at.takeAtOnce();

    assertThat(watcher.news()).containsExactly(joined(3), left(2));
    assertThat(room.attendance.isAttendant(other.id())).isTrue();
  }

  @Test
  void news_waitWhileNewcomersCrowd_atMostFiveSeconds() {
    Guest watcher = room.watcher();
    room.crowded.set(true);
    room.guest().attend();
    room.pass(Duration.ofSeconds(4));
    assertThat(watcher.news()).isEmpty();

    room.pass(Duration.ofSeconds(2));

    assertThat(watcher.news()).containsExactly(joined(1));
  }

  @Test
  void subscription_thatThePeerEnds_isToldNothingMore_andTheOthersAre() {
    Guest watcher = room.guest();
    Substream one = watcher.subscribe("changes");
    watcher.subscribe("changes");
    room.pass(TOLD);
    watcher.news();

    one.end();
    room.guest().attend();
    room.pass(TOLD);

    assertThat(watcher.news()).containsExactly(joined(1));
    assertThat(room.attendance.isAttendant(watcher.id())).isTrue();
  }

  @Test
  void subscriptions_beyondTheEighth_areRefused_untilAnotherEnds() {
    for (String kind : new String[] {"changes", "lists"}) {
      Guest watcher = room.guest();
      List<Substream> eight = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        eight.add(watcher.subscribe(kind));
      }
      room.pass(TOLD);
      assertThat(watcher.ends).isEmpty();

      watcher.subscribe(kind);
      room.pass(TOLD);
      assertThat(watcher.ends)
          .containsExactly(new SubstreamEnd.Failed("8 subscriptions on this connection already"));

      eight.getFirst().end();
      watcher.at.carry();
      watcher.subscribe(kind);
      room.pass(TOLD);
      assertThat(watcher.ends).hasSize(1);
    }
  }

  @Test
  void connectionThatIsGone_isToldNothingMore() {
    Guest changes = room.watcher();
    Guest lists = room.guest();
    lists.subscribe("lists");
    room.pass(A_SECOND);
    changes.news();
    lists.news();

    changes.goes(false);
    lists.goes(false);
    room.guest().attend();
    room.pass(Duration.ofSeconds(6));

    assertThat(changes.news()).isEmpty();
    assertThat(lists.news()).isEmpty();
  }

  @Test
  void lists_comeWhole_atMostOnceASecond_andOnlyWhenSomethingHasChanged() {
    Guest watcher = room.guest();
    watcher.subscribe("lists");
    room.pass(TOLD);
    assertThat(watcher.news()).containsExactly("[0]");

    Guest second = room.guest().attend();
    room.pass(TOLD);
    room.guest().attend();
    room.pass(TOLD);
    assertThat(watcher.news()).as("a second is not over").isEmpty();
    room.pass(Duration.ofMillis(1200));
    assertThat(watcher.news()).containsExactly("[0,1,2]");

    room.pass(Duration.ofSeconds(4));
    assertThat(watcher.news()).as("nothing has changed").isEmpty();

    second.leave();
    room.pass(TOLD);
    assertThat(watcher.news()).containsExactly("[0,2]");
  }

  @Test
  void list_isNotRepeated_whenSomebodyElseSubscribes_orNothingHasComeOfAChange() {
    Guest watcher = room.guest();
    watcher.subscribe("lists");
    Guest other = room.guest().attend();
    room.pass(A_SECOND);
    room.pass(A_SECOND);
    assertThat(watcher.news()).endsWith("[0,1]");
    room.pass(A_SECOND);

    other.subscribe("changes");
    Guest brief = room.guest().attend();
    brief.leave();
    room.pass(A_SECOND);

    assertThat(other.news()).containsExactly("{type:state,ids:[0,1]}");
    assertThat(watcher.news()).isEmpty();
  }

  @Test
  void list_forWhoIsBehind_waits_andIsTheNewestThen() {
    Guest watcher = room.guest();
    watcher.subscribe("lists");
    room.pass(A_SECOND);
    watcher.news();
    watcher.at.takeNothing();
    watcher.at.fillUp();
    room.pass(Duration.ofMillis(100));

    room.guest().attend();
    room.pass(A_SECOND);
    room.guest().attend();
    room.pass(A_SECOND);
    assertThat(watcher.news()).isEmpty();

    watcher.at.takeAtOnce();
    room.pass(A_SECOND);

    assertThat(watcher.news()).containsExactly("[0,1,2]");
  }
}
