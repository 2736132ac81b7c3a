package alcove.tunnel.splice;

import static alcove.tunnel.splice.HandTunnels.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.net.HandLoop;
import alcove.tunnel.splice.HandTunnels.Call;
import alcove.tunnel.splice.HandTunnels.Guest;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;
import org.junit.jupiter.api.Test;

/**
 * The end of a tunnel that a peer here has: whether it is called, and when it may not lead any
 * more.
 */
class PeerLegTest {
  private final HandTunnels room = new HandTunnels();

  private PeerLeg targetsLeg(Guest target, Tunnel tunnel, boolean judges) {
    ConnectionLoad load = room.tunnels.loadOf(target.at.connection);
    assertThat(load).isNotNull();
    return new PeerLeg(tunnel, target.at.connection, room.tunnels, load, true, judges);
  }

  @Test
  void tunnels_thatMayNotLeadAnyMore_breakWhenTheirCallerIsJudgedAgain() {
    Guest alice = room.guest();
    Guest bob = room.guest();
    Guest carol = room.guest();
    Call toBob = alice.call(bob);
    Call toCarol = alice.call(carol);
    room.forbidden.add(bob.at.id());

    room.tunnels.rejudge(bob.at.connection, room.targets::mayLead);
    room.carry();
    assertThat(toBob.events()).as("it is the caller's to break").isEmpty();

    room.tunnels.rejudge(alice.at.connection, room.targets::mayLead);
    room.carry();
    assertThat(toBob.events()).containsExactly(refusal(bob));
    assertThat(bob.called.getFirst().events).containsExactly(refusal(bob));
    assertThat(toCarol.events()).isEmpty();
    assertThat(room.tunnels.ended(EndReason.NO_LONGER_ALLOWED)).isEqualTo(1);

    room.tunnels.closed(carol.at.connection);
    room.tunnels.rejudge(carol.at.connection, room.targets::mayLead);
    assertThat(toCarol.events()).isEmpty();
  }

  /** So it is for one that another node has judged, and that is begun here a little later. */
  @Test
  void target_thatMayNotBeReachedAnyMore_whenItsTurnToBeCalledComes_isNotCalled() {
    Guest alice = room.guest();
    Guest bob = room.guest();
    RecordingLeg callers = new RecordingLeg(alice.at.id(), room.tunnels.newFlow());
    List<EndReason> ends = new ArrayList<>();
    Tunnel tunnel = new Tunnel(bob.at.id(), (_, reason) -> ends.add(reason));
    PeerLeg leg = targetsLeg(bob, tunnel, true);
    leg.join(callers);
    room.forbidden.add(alice.at.id());

    leg.open();
    room.carry();

    assertThat(bob.called).isEmpty();
    assertThat(callers.events).containsExactly("NO_LONGER_ALLOWED " + refusal(bob));
    tunnel.legEnded(EndReason.ENDED);
    assertThat(ends).containsExactly(EndReason.NO_LONGER_ALLOWED);
  }

  @Test
  void target_ofATunnelThatIsJudgedHere_isCalledOnce_andLeftWhenItMayNotLeadAnyMore() {
    Guest alice = room.guest();
    Guest bob = room.guest();
    RecordingLeg callers = new RecordingLeg(alice.at.id(), room.tunnels.newFlow());
    PeerLeg leg = targetsLeg(bob, new Tunnel(bob.at.id(), (_, _) -> {}), true);
    leg.join(callers);
    leg.open();
    leg.open();
    room.carry();
    assertThat(bob.called).hasSize(1);

    room.tunnels.rejudge(bob.at.connection, room.targets::mayLead);
    room.carry();
    assertThat(bob.called.getFirst().events).isEmpty();

    room.forbidden.add(alice.at.id());
    room.tunnels.rejudge(bob.at.connection, room.targets::mayLead);
    room.carry();
    assertThat(bob.called.getFirst().events).containsExactly(refusal(bob));
    assertThat(callers.events).containsExactly("NO_LONGER_ALLOWED " + refusal(bob));
  }

  @Test
  void target_whoseConnectionIsOver_isNotCalled() {
    Guest alice = room.guest();
    Guest bob = room.guest();
    RecordingLeg callers = new RecordingLeg(alice.at.id(), room.tunnels.newFlow());
    PeerLeg leg = targetsLeg(bob, new Tunnel(bob.at.id(), (_, _) -> {}), false);
    leg.join(callers);
    bob.at.connection.drop(CloseReason.REPLACED);

    leg.open();

    assertThat(callers.events).containsExactly("PEER_GONE " + refusal(bob));
    assertThat(legsOf(bob)).isEmpty();
  }

  @Test
  void leg_isMetDirectly_onItsOwnLoop_andByMailOnAnother() {
    Guest bob = room.guest();
    PeerLeg leg = targetsLeg(bob, new Tunnel(bob.at.id(), (_, _) -> {}), false);

    assertThat(leg.asSeenFrom(room.hand.loop(), _ -> {})).isSameAs(leg);
    assertThat(leg.asSeenFrom(new HandLoop().loop(), _ -> {})).isInstanceOf(CrossLoopLeg.class);
  }

  @Test
  void leg_thatIsLetGo_saysNothingToItsPeer_andHasNotBeenTaken() {
    Guest alice = room.guest();
    Guest bob = room.guest();
    List<EndReason> ends = new ArrayList<>();
    Tunnel tunnel = new Tunnel(bob.at.id(), (_, reason) -> ends.add(reason));
    RecordingLeg callers = new RecordingLeg(alice.at.id(), room.tunnels.newFlow());
    PeerLeg leg = targetsLeg(bob, tunnel, false);
    leg.join(callers);
    leg.open();
    room.carry();

    leg.letGo();
    tunnel.legEnded(EndReason.ENDED);
    room.carry();

    assertThat(ends).containsExactly(EndReason.NOT_TAKEN);
    assertThat(bob.called.getFirst().events).isEmpty();
    assertThat(callers.events).isEmpty();
  }

  @Test
  void tunnel_isJudgedFromItsOriginToItsTarget_whicheverEndJudges() {
    Guest alice = room.guest();
    Guest bob = room.guest();
    List<List<FeedId>> asked = new ArrayList<>();
    BiPredicate<FeedId, FeedId> judge = (origin, target) -> asked.add(List.of(origin, target));
    Call call = alice.call(bob);
    room.tunnels.rejudge(alice.at.connection, judge);
    call.substream.end();
    room.carry();

    PeerLeg leg = targetsLeg(bob, new Tunnel(bob.at.id(), (_, _) -> {}), true);
    leg.join(new RecordingLeg(alice.at.id(), room.tunnels.newFlow()));
    leg.open();
    room.tunnels.rejudge(bob.at.connection, judge);

    List<FeedId> way = List.of(alice.at.id(), bob.at.id());
    assertThat(asked).containsExactly(way, way);
  }

  @Test
  void reader_makesWay_onlyForASourceThatItStops_andWhileOthersWait() {
    Guest alice = room.guest();
    Guest bob = room.guest();
    Guest carol = room.guest();
    Call toBob = alice.call(bob);
    bob.at.takeNothing();
    toBob.send("x".repeat(2000));
    PeerLeg stopping = legsOf(alice).getFirst();
    stopping.makeWay(EndReason.STALLED_READER);
    room.carry();
    assertThat(toBob.events()).as("nobody waits").isEmpty();

    Call toCarol = alice.call(carol);
    legsOf(alice).getLast().makeWay(EndReason.STALLED_READER);
    room.carry();
    assertThat(toCarol.events()).as("it stops nobody").isEmpty();

    stopping.makeWay(EndReason.STALLED_READER);
    room.carry();
    assertThat(toBob.events()).containsExactly(refusal(bob));
    assertThat(room.tunnels.ended(EndReason.STALLED_READER)).isEqualTo(1);
  }

  private List<PeerLeg> legsOf(Guest guest) {
    return Objects.requireNonNull(room.tunnels.loadOf(guest.at.connection)).legs();
  }
}
