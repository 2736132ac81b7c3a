package alcove.tunnel.splice;

import static alcove.tunnel.splice.HandTunnels.answer;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.limits.TokenBucket;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.splice.HandTunnels.Call;
import alcove.tunnel.splice.HandTunnels.Guest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Sources of readers that do not keep up, and whom they keep waiting. */
class SourcePauseTest {
  private final HandTunnels room = new HandTunnels();

  @Test
  void source_ofAReaderThatTakesNothing_waits_andGoesOnWhenItTakesSomething() {
    Guest alice = room.guest();
    Guest bob = room.guest();
    Call call = alice.call(bob);
    answer(bob, 0, "hi");
    room.carry();
    bob.at.takeNothing();
    call.send("x".repeat(900));
    assertThat(alice.at.isPaused()).isFalse();
    assertThat(room.tunnels.held()).isGreaterThanOrEqualTo(900);

    call.send("x".repeat(200));
    assertThat(alice.at.isPaused()).isTrue();

    bob.at.takeAtOnce();
    room.carry();
    assertThat(alice.at.isPaused()).isFalse();
    assertThat(room.tunnels.held()).isZero();
    assertThat(String.join("", bob.called.getFirst().events)).hasSize(1100);
  }

  @Test
  void source_withOtherTunnels_waitsSooner() {
    Guest alice = room.guest();
    Guest bob = room.guest();
    Call call = alice.call(bob);
    bob.at.takeNothing();
    call.send("x".repeat(300));
    assertThat(alice.at.isPaused()).isFalse();

    alice.call(room.guest());
    call.send("x");

    assertThat(alice.at.isPaused()).isTrue();
  }

  @Test
  void reader_thatTakesNothing_whileOthersWaitForItsSource_losesItsTunnel() {
    Guest alice = room.guest();
    Guest bob = room.guest();
    Guest carol = room.guest();
    Call toBob = alice.call(bob);
    Call toCarol = alice.call(carol);
    answer(bob, 0, "hi");
    answer(carol, 0, "hi");
    room.carry();
    bob.at.takeNothing();
    toBob.send("x".repeat(2000));
    toCarol.send("late");
    assertThat(alice.at.isPaused()).isTrue();

    room.pass(Duration.ofSeconds(10));
    assertThat(toBob.events()).containsExactly("hi");
    room.pass(Duration.ofSeconds(8));

    assertThat(room.tunnels.ended(EndReason.STALLED_READER)).isEqualTo(1);
    assertThat(toBob.events()).containsExactly("hi", "unexpected end of parent stream");
    assertThat(alice.at.isPaused()).isFalse();
    assertThat(toCarol.events()).containsExactly("hi");
    assertThat(carol.called.getFirst().events).containsExactly("late");
    bob.at.takeAtOnce();
    room.carry();
    assertThat(room.tunnels.held()).isZero();
  }

  @Test
  void reader_thatTakesNothing_whileNobodyElseWaits_keepsItsTunnel() {
    Guest alice = room.guest();
    Guest bob = room.guest();
    Call call = alice.call(bob);
    answer(bob, 0, "hi");
    room.carry();
    bob.at.takeNothing();
    call.send("x".repeat(2000));

    room.pass(Duration.ofSeconds(40));

    assertThat(alice.at.isPaused()).isTrue();
    assertThat(room.tunnels.open()).isEqualTo(1);
  }

  @Test
  void source_waitsVerySoon_whileAllTogetherHoldMoreThanTheBudget() {
    Guest bob = room.guest();
    for (int i = 0; i < 2; i++) {
      Guest greedy = room.guest();
      Call call = greedy.call(bob);
      answer(bob, i, "hi");
      room.carry();
      bob.at.takeNothing();
      call.send("x".repeat(2600));
    }
    Guest carol = room.guest();
    Guest dave = room.guest();
    Call call = dave.call(carol);
    carol.at.takeNothing();

    call.send("x".repeat(150));

    assertThat(room.tunnels.held()).isGreaterThan(5000);
    assertThat(dave.at.isPaused()).isTrue();
  }

  /** So it is in a real room: somebody who carries more than one thing has more held for them. */
  private static HandTunnels moreForWhoShares() {
    return new HandTunnels(
        new FlowLimits(
            200,
            1000,
            100,
            5000,
            Duration.ofSeconds(30),
            Duration.ofSeconds(13),
            Duration.ofSeconds(30),
            8 << 10),
        null);
  }

  private static Guest pausedBy(HandTunnels sharing) {
    Guest alice = sharing.guest();
    Guest bob = sharing.guest();
    Call call = alice.call(bob);
    bob.at.takeNothing();
    call.send("x".repeat(300));
    assertThat(alice.at.isPaused()).isTrue();
    return alice;
  }

  @Test
  void source_thatIsStopped_goesOnAtOnce_whenAnotherTunnelLeadsToIt() {
    HandTunnels sharing = moreForWhoShares();
    Guest alice = pausedBy(sharing);

    sharing.guest().call(alice);

    assertThat(alice.at.isPaused()).isFalse();
  }

  @Test
  void source_thatIsStopped_goesOnWithinSeconds_whenItsAnswerIsWaitedFor() {
    HandTunnels sharing = moreForWhoShares();
    Guest alice = pausedBy(sharing);
    sharing.pass(Duration.ofSeconds(3));
    assertThat(alice.at.isPaused()).isTrue();

    var _ = alice.at.connection.session().call("whoami", Json.array());
    sharing.hand.advance(Duration.ofSeconds(3));

    assertThat(alice.at.isPaused()).isFalse();
  }

  @Test
  void source_whoseOtherTunnelIsOver_isAloneAgain() {
    Guest alice = room.guest();
    Guest bob = room.guest();
    Call call = alice.call(bob);
    Call other = alice.call(room.guest());
    other.substream.end();
    bob.at.takeNothing();
    room.carry();

    call.send("x".repeat(300));

    assertThat(alice.at.isPaused()).isFalse();
  }

  @Test
  void source_thatGoesOn_keepsNobodyWaiting() {
    Guest alice = room.guest();
    Guest bob = room.guest();
    Call call = alice.call(bob);
    alice.call(room.guest());
    bob.at.takeNothing();
    call.send("x".repeat(300));
    PeerLeg source = legsOf(alice).getFirst();
    PeerLeg reader = legsOf(bob).getFirst();
    assertThat(source.othersWait()).isNotEqualTo(Waiting.NOBODY);
    assertThat(reader.flow().isPaused()).isTrue();

    bob.at.takeAtOnce();

    assertThat(source.othersWait()).isEqualTo(Waiting.NOBODY);
    assertThat(reader.flow().isPaused()).isFalse();
  }

  private List<PeerLeg> legsOf(Guest guest) {
    return Objects.requireNonNull(room.tunnels.loadOf(guest.at.connection)).legs();
  }

  @Test
  void wholeBodies_haveTheirSourceWaitAsWell() {
    Guest alice = room.guest();
    Guest bob = room.guest();
    Call call = alice.call(bob);
    bob.at.takeNothing();

    call.substream.send(BodyType.STRING, new byte[1000 - OutgoingQueue.BODY_OVERHEAD]);
    room.carry();
    assertThat(alice.at.isPaused()).isFalse();

    call.substream.send(BodyType.STRING, new byte[1]);
    room.carry();
    assertThat(alice.at.isPaused()).isTrue();
  }

  @Test
  void memory_isScarce_whenMoreIsHeldThanTheBudget() {
    ConnectionLoad load = new ConnectionLoad(new TokenBucket(1, 1, room.hand.loop()::now), 2);
    Flow flow = room.tunnels.newFlow();
    flow.add(5000);
    assertThat(room.tunnels.mark(load)).isEqualTo(1000);
    assertThat(room.tunnels.markOfOne()).isEqualTo(1000);
    load.awaited(true);
    assertThat(room.tunnels.mark(load)).isEqualTo(200);

    flow.add(1);
    assertThat(room.tunnels.mark(load)).isEqualTo(100);
    assertThat(room.tunnels.markOfOne()).isEqualTo(100);
  }
}
