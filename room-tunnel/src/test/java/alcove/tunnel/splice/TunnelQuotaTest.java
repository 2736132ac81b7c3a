package alcove.tunnel.splice;

import static alcove.tunnel.splice.HandTunnels.answer;
import static alcove.tunnel.splice.HandTunnels.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.tunnel.muxrpc.CallException;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.splice.HandTunnels.Call;
import alcove.tunnel.splice.HandTunnels.Guest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** How many tunnels peers may have, and how quickly. */
class TunnelQuotaTest {
  private final HandTunnels room = new HandTunnels();

  @Test
  void caller_hasAsManyTunnelsAsItMay_untilOneEnds() {
    Guest alice = room.guest();
    List<Call> calls = new ArrayList<>();
    List<Guest> others = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      others.add(room.guest());
      calls.add(alice.call(others.get(i)));
    }
    assertThat(calls.get(2).events()).isEmpty();
    assertThat(calls.get(3).events()).containsExactly(refusal(others.get(3)));
    assertThat(room.tunnels.refused(Tunnels.Refusal.CALLER_BUSY)).isEqualTo(1);

    calls.getFirst().substream.end();
    room.carry();

    assertThat(alice.call(others.get(3)).events()).isEmpty();
    assertThat(others.get(3).called).hasSize(1);
  }

  @Test
  void target_hasAsManyTunnelsAsItMay_untilOneEnds() {
    Guest bob = room.guest();
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      calls.add(room.guest().call(bob));
      answer(bob, i, "hi");
      room.carry();
    }
    Guest late = room.guest();
    assertThat(late.call(bob).events()).containsExactly(refusal(bob));
    assertThat(room.tunnels.refused(Tunnels.Refusal.TARGET_BUSY)).isEqualTo(1);

    bob.callers.getFirst().end();
    room.carry();

    assertThat(calls.getFirst().events()).containsExactly("hi", "end");
    assertThat(late.call(bob).events()).isEmpty();
  }

  @Test
  void caller_whoIsTooQuick_isRefused_untilTimePasses() {
    Guest alice = room.guest();
    Guest bob = room.guest();
    for (int i = 0; i < 5; i++) {
      alice.call(bob).substream.end();
      room.carry();
    }
    assertThat(alice.call(bob).events()).containsExactly(refusal(bob));
    assertThat(room.tunnels.refused(Tunnels.Refusal.TOO_QUICK)).isEqualTo(1);

    room.pass(Duration.ofSeconds(2));

    assertThat(alice.call(bob).events()).isEmpty();
  }

  @Test
  void target_thatDoesNotAnswer_makesNewcomersTakeThePlaceOfTheOldest() {
    Guest bob = room.guest();
    Guest alice = room.guest();
    Call first = alice.call(bob);
    Call second = alice.call(bob);
    assertThat(alice.call(bob).events()).containsExactly(refusal(bob));
    assertThat(room.tunnels.refused(Tunnels.Refusal.TARGET_PENDING)).isEqualTo(1);

    Call other = room.guest().call(bob);

    assertThat(first.events()).containsExactly(refusal(bob));
    assertThat(second.events()).isEmpty();
    assertThat(other.events()).isEmpty();
    assertThat(room.tunnels.ended(EndReason.PLACE_TAKEN)).isEqualTo(1);
    assertThat(bob.called.getFirst().events).containsExactly(refusal(bob));
  }

  @Test
  void answeredTunnel_givesItsPlaceFree_andIsNotTaken() {
    Guest bob = room.guest();
    Guest alice = room.guest();
    Call answered = alice.call(bob);
    answer(bob, 0, "hi");
    room.carry();

    assertThat(alice.call(bob).events()).isEmpty();
    assertThat(room.guest().call(bob).events()).isEmpty();
    assertThat(answered.events()).containsExactly("hi");
    assertThat(room.tunnels.open()).isEqualTo(3);
  }

  @Test
  void refusedCall_countsForNothing() {
    Guest bob = room.guest();
    Guest alice = room.guest();
    alice.call(bob);
    alice.call(bob);
    // Neither a third of the caller's nor a third of the target's is taken by what was refused.
    alice.call(bob);
    Guest carol = room.guest();

    assertThat(alice.call(carol).events()).isEmpty();
    assertThat(carol.called).hasSize(1);
    assertThat(carol.call(bob).events()).isEmpty();
  }

  @Test
  void answeredTunnel_doesNotCountAmongThoseThatAreNot() {
    Guest bob = room.guest();
    Guest alice = room.guest();
    alice.call(bob);
    answer(bob, 0, "hi");
    room.carry();

    assertThat(alice.call(bob).events()).isEmpty();
    assertThat(alice.call(bob).events()).isEmpty();
    assertThat(room.tunnels.open()).isEqualTo(3);
  }

  @Test
  void callsToABusyTarget_countForNothing() {
    Guest bob = room.guest();
    for (int i = 0; i < 3; i++) {
      room.guest().call(bob);
      answer(bob, i, "hi");
      room.carry();
    }
    Guest alice = room.guest();
    for (int i = 0; i < 3; i++) {
      assertThat(alice.call(bob).events()).containsExactly(refusal(bob));
    }
    assertThat(room.tunnels.refused(Tunnels.Refusal.TARGET_BUSY)).isEqualTo(3);

    assertThat(alice.call(room.guest()).events()).isEmpty();
  }

  @Test
  void target_thatIsGoneMeanwhile_givesTheCallersShareBack() {
    Guest bob = room.guest();
    Guest alice = room.guest();
    ConnectionLoad load = Objects.requireNonNull(room.tunnels.loadOf(alice.at.connection));
    Substream substream =
        alice.at.connection.session().open("tunnel.connect", Json.array(), "duplex", nothing());
    room.tunnels.closed(bob.at.connection);
    assertThat(load.reserveOutgoing(1)).isTrue();

    assertThatThrownBy(
            () -> room.tunnels.connect(alice.at.connection, load, bob.at.connection, substream))
        .isInstanceOf(CallException.class)
        .hasMessage(refusal(bob));

    assertThat(load.reserveOutgoing(1)).isTrue();
  }

  private static SubstreamReceiver nothing() {
    return new RecordingTunnel();
  }
}
