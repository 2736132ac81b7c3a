package alcove.tunnel.splice;

import static alcove.tunnel.splice.HandTunnels.LIMITS;
import static alcove.tunnel.splice.HandTunnels.QUOTA;
import static alcove.tunnel.splice.HandTunnels.answer;
import static alcove.tunnel.splice.HandTunnels.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.tunnel.link.HandLink;
import alcove.tunnel.link.HandNode;
import alcove.tunnel.link.LinkNode;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.splice.HandTunnels.Call;
import alcove.tunnel.splice.HandTunnels.Guest;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A tunnel: whom it leads to, and how it ends. */
class TunnelsTest {
  private final HandTunnels room = new HandTunnels();

  private static SubstreamReceiver nothing() {
    return new RecordingTunnel();
  }

  @Test
  void tunnel_carriesBothWays_andEndsWhenOneSideHasEnded() {
    Guest alice = room.guest();
    Guest bob = room.guest();
    Call call = alice.call(bob);
    call.send("hello");
    answer(bob, 0, "hi");
    room.carry();

    assertThat(bob.called.getFirst().events).containsExactly("hello");
    assertThat(call.events()).containsExactly("hi");
    assertThat(room.tunnels.open()).isEqualTo(1);
    assertThat(room.tunnels.bytes()).isEqualTo(7);

    call.substream.end();
    room.carry();

    assertThat(bob.called.getFirst().events).containsExactly("hello", "end");
    assertThat(room.tunnels.open()).isZero();
    assertThat(room.tunnels.opened()).isEqualTo(1);
    assertThat(room.tunnels.ended(EndReason.ENDED)).isEqualTo(1);
  }

  @Test
  void target_thatIsAwayOrTheCallerItselfOrClosed_isRefused() {
    Guest alice = room.guest();
    Guest bob = room.guest();
    room.away.add(bob.at.id());
    assertThat(alice.call(bob).events()).containsExactly(refusal(bob));
    assertThat(alice.call(alice).events()).containsExactly(refusal(alice));
    room.away.clear();
    room.tunnels.closed(bob.at.connection);
    assertThat(alice.call(bob).events()).containsExactly(refusal(bob));

    assertThat(room.tunnels.refused(Tunnels.Refusal.NOT_ATTENDING)).isEqualTo(3);
    assertThat(room.tunnels.opened()).isZero();
    assertThat(bob.called).isEmpty();
  }

  @Test
  void caller_whoseConnectionIsClosed_getsNoTunnel() {
    Guest alice = room.guest();
    Guest bob = room.guest();
    room.tunnels.closed(alice.at.connection);

    assertThat(alice.call(bob).events()).containsExactly(refusal(bob));
    assertThat(bob.called).isEmpty();
  }

  @Test
  void target_thatSaysNothing_isGivenUpAfterHalfAMinute() {
    Guest bob = room.guest();
    Guest alice = room.guest();
    room.pass(Duration.ofSeconds(25));
    Call call = alice.call(bob);
    room.pass(Duration.ofSeconds(29));
    assertThat(call.events()).isEmpty();

    room.pass(Duration.ofSeconds(4));

    assertThat(call.events()).containsExactly(refusal(bob));
    assertThat(bob.called.getFirst().events).containsExactly(refusal(bob));
    assertThat(room.tunnels.ended(EndReason.UNANSWERED)).isEqualTo(1);
  }

  @Test
  void target_thatHasAnswered_mayBeSilent() {
    Guest bob = room.guest();
    Call call = room.guest().call(bob);
    answer(bob, 0, "hi");
    room.pass(Duration.ofSeconds(40));

    assertThat(call.events()).containsExactly("hi");
    assertThat(room.tunnels.open()).isEqualTo(1);
  }

  @Test
  void target_thatEndsWithoutAnAnswer_hasNotTakenIt() {
    Guest bob = room.guest();
    Call call = room.guest().call(bob);

    bob.callers.getFirst().end();
    room.carry();

    assertThat(call.events()).containsExactly(refusal(bob));
    assertThat(room.tunnels.ended(EndReason.NOT_TAKEN)).isEqualTo(1);
  }

  @Test
  void tunnel_thatIsBrokenOff_isBrokenForTheOtherSide() {
    Guest bob = room.guest();
    Call call = room.guest().call(bob);
    answer(bob, 0, "hi");
    room.carry();

    call.substream.fail("enough");
    room.carry();

    assertThat(bob.called.getFirst().events).containsExactly("unexpected end of parent stream");
    assertThat(room.tunnels.ended(EndReason.BROKEN_OFF)).isEqualTo(1);
  }

  @Test
  void elsewhere_isAskedFirst_onlyWhereThereAreOtherNodes() {
    Targets several =
        new Targets() {
          @Override
          public @Nullable PeerConnection find(FeedId origin, FeedId target) {
            return room.targets.find(origin, target);
          }

          @Override
          public boolean isNewerElsewhere(FeedId target) {
            return true;
          }

          @Override
          public List<LinkNode> elsewhere(FeedId origin, FeedId target) {
            throw new AssertionError("there are no other nodes");
          }
        };
    Guest bob = room.guest();
    Guest alice = room.guest();
    Tunnels alone = new Tunnels(room.id(), several, QUOTA, LIMITS, room.hand.loop()::now);
    alone.opened(alice.at.connection);
    alone.opened(bob.at.connection);
    Substream unused = alice.at.peer.session().open("unused", Json.array(), "duplex", nothing());

    assertThat(alone.mayLead(alice.at.id(), bob.at.id())).isTrue();
    assertThat(alone.find(alice.at.id(), alice.at.id())).isNull();
    assertThat(alone.find(alice.at.id(), bob.at.id())).isSameAs(bob.at.connection);
    assertThat(unused.isOpen()).isTrue();
  }

  @Test
  void end_behindDataThatIsNotTakenYet_comesWhenThatIs_andOnlyThenIsTheTunnelOver() {
    Guest bob = room.guest();
    Call call = room.guest().call(bob);
    answer(bob, 0, "hi");
    room.carry();
    bob.at.takeNothing();
    bob.at.fillUp();
    call.send("data");
    call.substream.end();
    room.carry();
    assertThat(bob.called.getFirst().events).isEmpty();
    assertThat(room.tunnels.open()).isEqualTo(1);

    bob.at.takeAtOnce();
    room.carry();

    assertThat(bob.called.getFirst().events).containsExactly("data", "end");
    assertThat(room.tunnels.open()).isZero();
    assertThat(room.tunnels.ended(EndReason.ENDED)).isEqualTo(1);
  }

  @Test
  void tunnel_thatIsBrokenOff_holdsNothingAnyMore() {
    Guest bob = room.guest();
    Call call = room.guest().call(bob);
    bob.at.takeNothing();
    bob.at.fillUp();
    call.send("x".repeat(900));
    assertThat(room.tunnels.held()).isEqualTo(900);

    call.substream.fail("enough");
    room.carry();

    assertThat(room.tunnels.held()).isZero();
    assertThat(room.tunnels.open()).isZero();
  }

  @Test
  void roomWithoutOtherNodes_leadsToNobodyElse_andTakesNothingFromThem() {
    Targets nobody = (_, _) -> null;
    Guest alice = room.guest();
    assertThat(nobody.mayLead(alice.at.id(), room.id())).isFalse();
    assertThat(nobody.isNewerElsewhere(alice.at.id())).isFalse();
    assertThat(nobody.elsewhere(room.id(), alice.at.id())).isEmpty();

    assertThat(HandLink.answerOf(room.tunnels.acceptor())).containsExactly("REFUSED NOT_ATTENDING");
    assertThat(HandLink.answerOf(new HandTunnels(LIMITS, new HandNode()).tunnels.acceptor()))
        .containsExactly("REFUSED NOT_ATTENDING");
  }
}
