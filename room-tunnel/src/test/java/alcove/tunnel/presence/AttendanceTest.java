package alcove.tunnel.presence;

import static alcove.tunnel.presence.HandAttendance.A_SECOND;
import static alcove.tunnel.presence.HandAttendance.TOLD;
import static alcove.tunnel.presence.HandAttendance.joined;
import static alcove.tunnel.presence.HandAttendance.left;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.presence.HandAttendance.Guest;
import alcove.tunnel.testing.Cryptos;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who attends: how they come, go, and come back. */
class AttendanceTest {
  private final HandAttendance room = new HandAttendance();

  @Test
  void arrival_isToldToListeners_once() {
    List<FeedId> arrived = new ArrayList<>();
    room.attendance.onArrival(arrived::add);

    Guest guest = room.guest().attend();
    guest.attend();
    room.pass(TOLD);

    assertThat(arrived).containsExactly(guest.id());
  }

  @Test
  void attendant_whoIsGone_isMissedAfterThreeSeconds_andNotIfTheyAreBack() {
    Guest watcher = room.watcher();
    FeedKeyPair keys = FeedKeyPair.create(Cryptos.java());
    Guest first = room.guest(keys).attend();
    Guest other = room.guest().attend();
    room.pass(TOLD);
    watcher.news();

    first.goes(false);
    other.goes(false);
    room.pass(Duration.ofSeconds(2));
    room.guest(keys).attend();
    room.pass(TOLD);
    assertThat(watcher.news())
        .as("somebody who may be back is not missed")
        .containsExactly(joined(1));

    room.pass(Duration.ofSeconds(3));
    assertThat(watcher.news()).containsExactly(left(2));
  }

  @Test
  void attendant_whoIsLostButHereByAnotherConnection_isToldAgain() {
    Guest watcher = room.watcher();
    FeedKeyPair keys = FeedKeyPair.create(Cryptos.java());
    Guest first = room.guest(keys).attend();
    room.guest(keys).attend();
    room.pass(TOLD);
    watcher.news();

    first.goes(true);
    room.pass(TOLD);

    assertThat(watcher.news()).containsExactly(joined(1));
    assertThat(room.attendance.isAttendant(first.id())).isTrue();
  }

  @Test
  void attendant_whoIsLost_andThenGoneBeforeThatIsTold_isMissedAfterThreeSecondsToo() {
    Guest watcher = room.watcher();
    FeedKeyPair keys = FeedKeyPair.create(Cryptos.java());
    Guest first = room.guest(keys).attend();
    Guest second = room.guest(keys).attend();
    room.pass(TOLD);
    watcher.news();

    first.goes(true);
    second.goes(false);
    room.pass(Duration.ofSeconds(2));
    assertThat(watcher.news()).isEmpty();

    room.pass(Duration.ofSeconds(3));
    assertThat(watcher.news()).containsExactly(left(1));
  }

  @Test
  void secondConnection_whileTheFirstOwesAnAnswer_isToldAsIfTheyCameAgain() {
    Guest watcher = room.watcher();
    FeedKeyPair keys = FeedKeyPair.create(Cryptos.java());
    Guest first = room.guest(keys).attend();
    Guest quiet = room.guest().attend();
    room.pass(TOLD);
    watcher.news();

    first.at.connection.pauseReading();
    room.guest(keys).attend();
    room.pass(A_SECOND);

    assertThat(watcher.news()).containsExactly(joined(1));
    assertThat(quiet.ends).isEmpty();
  }

  @Test
  void secondConnection_whileTheFirstAnswers_isNoNews() {
    Guest watcher = room.watcher();
    FeedKeyPair keys = FeedKeyPair.create(Cryptos.java());
    room.guest(keys).attend();
    room.pass(TOLD);
    watcher.news();

    room.guest(keys).attend();
    room.pass(A_SECOND);

    assertThat(watcher.news()).isEmpty();
  }
}
