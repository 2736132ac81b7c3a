package alcove.tunnel.presence;

import static alcove.tunnel.presence.HandAttendance.A_SECOND;
import static alcove.tunnel.presence.HandAttendance.TOLD;
import static alcove.tunnel.presence.HandAttendance.joined;
import static alcove.tunnel.presence.HandAttendance.left;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Standing;
import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.presence.HandAttendance.Guest;
import org.junit.jupiter.api.Test;

/** Who may attend and see who does, when that changes. */
class AttendanceRightsTest {
  private final HandAttendance room = new HandAttendance();

  @Test
  void whoMayNotAttendAnyMore_isGoneAtOnce_andTheirSubscriptionEnds_untilTheyMayAgain() {
    Guest watcher = room.watcher();
    Guest expelled = room.guest();
    expelled.subscribe("changes");
    Guest listing = room.guest();
    listing.subscribe("lists");
    room.pass(A_SECOND);
    watcher.news();
    listing.news();

    room.standings.set(expelled.id(), Standing.BLOCKED);
    room.standings.set(listing.id(), Standing.BLOCKED);
    room.attendance.rejudge();
    room.pass(TOLD);

    assertThat(watcher.news()).containsExactlyInAnyOrder(left(1), left(2));
    assertThat(expelled.ends)
        .containsExactly(
            new SubstreamEnd.Failed("external user are not allowed to enumerate members"));
    assertThat(listing.ends).containsExactly(new SubstreamEnd.Clean());
    assertThat(listing.news()).endsWith("[]");
    assertThat(room.attendance.isAttendant(expelled.id())).isFalse();

    room.standings.set(expelled.id(), Standing.MEMBER);
    room.attendance.rejudge();
    room.pass(TOLD);

    assertThat(watcher.news()).containsExactly(joined(1));
    assertThat(room.attendance.isAttendant(expelled.id())).isTrue();
    assertThat(watcher.ends).isEmpty();
  }

  @Test
  void whoMayNotAttendYet_isToldSo_andAttendsAsSoonAsTheyMay() {
    Guest watcher = room.watcher();
    room.standings.set(watcher.id(), Standing.MEMBER).mode(PrivacyMode.COMMUNITY);
    Guest external = room.guest();
    assertThat(room.attendance.attend(external.at.connection)).isFalse();
    room.pass(TOLD);
    assertThat(watcher.news()).isEmpty();
    assertThat(room.attendance.attendants()).containsExactly(watcher.id());

    room.standings.set(external.id(), Standing.MEMBER);
    room.attendance.rejudge();
    room.pass(TOLD);

    assertThat(watcher.news()).containsExactly(joined(1));
  }

  @Test
  void whoWaitsToAttend_andLeaves_doesNotAttendLater() {
    Guest watcher = room.watcher();
    room.standings.set(watcher.id(), Standing.MEMBER).mode(PrivacyMode.COMMUNITY);
    Guest external = room.guest();
    room.attendance.attend(external.at.connection);
    external.leave();

    room.standings.set(external.id(), Standing.MEMBER);
    room.attendance.rejudge();
    room.pass(TOLD);

    assertThat(watcher.news()).isEmpty();
  }

  @Test
  void whoIsExpectedBack_andMayNotAttendAnyMore_isMissedAtOnce() {
    Guest watcher = room.watcher();
    Guest gone = room.guest().attend();
    Guest alsoGone = room.guest().attend();
    room.pass(TOLD);
    watcher.news();

    gone.goes(false);
    alsoGone.goes(false);
    room.pass(TOLD);
    room.standings.set(gone.id(), Standing.BLOCKED);
    room.attendance.rejudge();
    room.pass(TOLD);

    assertThat(watcher.news()).containsExactly(left(1));
  }

  @Test
  void whoIsBlockedAndGone_isMissedAtOnce() {
    Guest watcher = room.watcher();
    Guest gone = room.guest().attend();
    room.pass(TOLD);
    watcher.news();

    room.standings.set(gone.id(), Standing.BLOCKED);
    gone.goes(false);
    room.pass(TOLD);

    assertThat(watcher.news()).containsExactly(left(1));
  }

  @Test
  void whoAttends_isReachableAtOnce_andNotIfTheyMayNotBeforePresenceGetsToIt() {
    Guest guest = room.guest().attend();
    assertThat(room.attendance.isAttendant(guest.id())).isTrue();

    room.standings.set(guest.id(), Standing.BLOCKED);
    room.pass(TOLD);

    assertThat(room.attendance.isAttendant(guest.id())).isFalse();
  }

  @Test
  void changeThatIsNoneForMost_isNoNewsOfThem() {
    Guest watcher = room.watcher();
    Guest expelled = room.guest().attend();
    room.guest().attend();
    room.pass(TOLD);
    watcher.news();

    room.standings.set(expelled.id(), Standing.BLOCKED);
    room.attendance.rejudge();
    room.pass(TOLD);

    assertThat(watcher.news()).containsExactly(left(1));
  }

  @Test
  void whoMayNotSeeOthers_isToldNothing_alsoWhenTheyMayLater() {
    Guest watcher = room.watcher();
    room.standings.set(watcher.id(), Standing.MEMBER).mode(PrivacyMode.COMMUNITY);
    Guest external = room.guest();
    external.subscribe("changes");
    room.pass(TOLD);
    assertThat(external.ends).hasSize(1);
    assertThat(external.news()).isEmpty();

    room.standings.set(external.id(), Standing.MEMBER);
    room.attendance.rejudge();
    room.pass(TOLD);

    assertThat(watcher.news()).containsExactly(joined(1));
    assertThat(external.news()).isEmpty();
  }
}
