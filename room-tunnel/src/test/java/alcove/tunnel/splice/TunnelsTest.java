package alcove.tunnel.splice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.tunnel.link.LinkNode;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.net.HandLoop;
import alcove.tunnel.net.HandPeer;
import alcove.tunnel.net.PeerConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The tunnels of a room on one event loop that the test drives: who gets one, and how it ends. */
class TunnelsTest {
  private static final FlowLimits LIMITS =
      new FlowLimits(
          1000,
          200,
          100,
          5000,
          Duration.ofSeconds(30),
          Duration.ofSeconds(13),
          Duration.ofSeconds(30),
          8 << 10);

  private final HandLoop hand = new HandLoop();
  private final Map<FeedId, Guest> guests = new LinkedHashMap<>();
  private final Set<FeedId> away = new HashSet<>();
  private final Set<FeedId> forbidden = new HashSet<>();
  private final Targets targets =
      new Targets() {
        @Override
        public boolean mayLead(FeedId origin, FeedId target) {
          return !forbidden.contains(origin) && !forbidden.contains(target);
        }

        @Override
        public @Nullable PeerConnection find(FeedId origin, FeedId target) {
          Guest guest = guests.get(target);
          return guest == null || away.contains(target) || !mayLead(origin, target)
              ? null
              : guest.at.connection;
        }
      };
  private final HandPeer room = new HandPeer(hand, (_, _, _) -> _ -> {}, (_, _, _) -> _ -> {});
  private final Tunnels tunnels =
      new Tunnels(room.id(), targets, new Tunnels.Quota(3, 3, 2, 1, 5), LIMITS, hand.loop()::now);

  /** A peer, the tunnels that it has opened and those that it was called for. */
  private final class Guest {
    private final HandPeer at;
    private final List<RecordingTunnel> called = new ArrayList<>();
    private final List<Substream> callers = new ArrayList<>();

    Guest() {
      at =
          new HandPeer(
              hand,
              (caller, args, substream) ->
                  tunnels.connect(caller, target(args.path(0).asInt()), substream),
              (_, _, substream) -> {
                RecordingTunnel tunnel = new RecordingTunnel();
                called.add(tunnel);
                callers.add(substream);
                return tunnel;
              });
      guests.put(at.id(), this);
      tunnels.opened(at.connection);
    }

    private FeedId target(int number) {
      return List.copyOf(guests.keySet()).get(number);
    }

    Call call(Guest target) {
      return new Call(this, target);
    }
  }

  /** The caller's end of a tunnel. */
  private final class Call {
    private final RecordingTunnel heard = new RecordingTunnel();
    private final Substream substream;

    Call(Guest caller, Guest target) {
      int number = List.copyOf(guests.values()).indexOf(target);
      substream =
          caller
              .at
              .peer
              .session()
              .open("tunnel.connect", Json.array().add(number), "duplex", heard);
      carry();
    }

    void send(String text) {
      substream.send(BodyType.BINARY, text.getBytes(UTF_8));
      carry();
    }

    List<String> events() {
      return heard.events;
    }
  }

  private void carry() {
    for (int i = 0; i < 3; i++) {
      guests.values().forEach(each -> each.at.carry());
    }
  }

  private void pass(Duration time) {
    for (long left = time.toMillis(); left > 0; left -= 500) {
      hand.advance(Duration.ofMillis(Math.min(500, left)));
      carry();
    }
  }

  private static void answer(Guest target, int call, String text) {
    target.callers.get(call).send(BodyType.BINARY, text.getBytes(UTF_8));
  }

  private String refusal(Guest target) {
    return "could not connect to:" + target.at.id();
  }

  @Test
  void tunnel_carriesBothWays_andEndsWhenOneSideHasEnded() {
    Guest alice = new Guest();
    Guest bob = new Guest();
    Call call = alice.call(bob);
    call.send("hello");
    answer(bob, 0, "hi");
    carry();

    assertThat(bob.called.getFirst().events).containsExactly("hello");
    assertThat(call.events()).containsExactly("hi");
    assertThat(tunnels.open()).isEqualTo(1);
    assertThat(tunnels.bytes()).isEqualTo(7);

    call.substream.end();
    carry();

    assertThat(bob.called.getFirst().events).containsExactly("hello", "end");
    assertThat(tunnels.open()).isZero();
    assertThat(tunnels.opened()).isEqualTo(1);
    assertThat(tunnels.ended(EndReason.ENDED)).isEqualTo(1);
  }

  @Test
  void target_thatIsAwayOrTheCallerItselfOrClosed_isRefused() {
    Guest alice = new Guest();
    Guest bob = new Guest();
    away.add(bob.at.id());
    assertThat(alice.call(bob).events()).containsExactly(refusal(bob));
    assertThat(alice.call(alice).events()).containsExactly(refusal(alice));
    away.clear();
    tunnels.closed(bob.at.connection);
    assertThat(alice.call(bob).events()).containsExactly(refusal(bob));

    assertThat(tunnels.refused(Tunnels.Refusal.NOT_ATTENDING)).isEqualTo(3);
    assertThat(tunnels.opened()).isZero();
    assertThat(bob.called).isEmpty();
  }

  @Test
  void caller_whoseConnectionIsClosed_getsNoTunnel() {
    Guest alice = new Guest();
    Guest bob = new Guest();
    tunnels.closed(alice.at.connection);

    assertThat(alice.call(bob).events()).containsExactly(refusal(bob));
    assertThat(bob.called).isEmpty();
  }

  @Test
  void caller_hasAsManyTunnelsAsItMay_untilOneEnds() {
    Guest alice = new Guest();
    List<Call> calls = new ArrayList<>();
    List<Guest> others = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      others.add(new Guest());
      calls.add(alice.call(others.get(i)));
    }
    assertThat(calls.get(2).events()).isEmpty();
    assertThat(calls.get(3).events()).containsExactly(refusal(others.get(3)));
    assertThat(tunnels.refused(Tunnels.Refusal.CALLER_BUSY)).isEqualTo(1);

    calls.getFirst().substream.end();
    carry();

    assertThat(alice.call(others.get(3)).events()).isEmpty();
    assertThat(others.get(3).called).hasSize(1);
  }

  @Test
  void target_hasAsManyTunnelsAsItMay_untilOneEnds() {
    Guest bob = new Guest();
    List<Call> calls = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      calls.add(new Guest().call(bob));
      answer(bob, i, "hi");
      carry();
    }
    Guest late = new Guest();
    assertThat(late.call(bob).events()).containsExactly(refusal(bob));
    assertThat(tunnels.refused(Tunnels.Refusal.TARGET_BUSY)).isEqualTo(1);

    bob.callers.getFirst().end();
    carry();

    assertThat(calls.getFirst().events()).containsExactly("hi", "end");
    assertThat(late.call(bob).events()).isEmpty();
  }

  @Test
  void caller_whoIsTooQuick_isRefused_untilTimePasses() {
    Guest alice = new Guest();
    Guest bob = new Guest();
    for (int i = 0; i < 5; i++) {
      alice.call(bob).substream.end();
      carry();
    }
    assertThat(alice.call(bob).events()).containsExactly(refusal(bob));
    assertThat(tunnels.refused(Tunnels.Refusal.TOO_QUICK)).isEqualTo(1);

    pass(Duration.ofSeconds(2));

    assertThat(alice.call(bob).events()).isEmpty();
  }

  @Test
  void target_thatDoesNotAnswer_makesNewcomersTakeThePlaceOfTheOldest() {
    Guest bob = new Guest();
    Guest alice = new Guest();
    Call first = alice.call(bob);
    Call second = alice.call(bob);
    assertThat(alice.call(bob).events()).containsExactly(refusal(bob));
    assertThat(tunnels.refused(Tunnels.Refusal.TARGET_PENDING)).isEqualTo(1);

    Call other = new Guest().call(bob);

    assertThat(first.events()).containsExactly(refusal(bob));
    assertThat(second.events()).isEmpty();
    assertThat(other.events()).isEmpty();
    assertThat(tunnels.ended(EndReason.PLACE_TAKEN)).isEqualTo(1);
    assertThat(bob.called.getFirst().events).containsExactly(refusal(bob));
  }

  @Test
  void answeredTunnel_givesItsPlaceFree_andIsNotTaken() {
    Guest bob = new Guest();
    Guest alice = new Guest();
    Call answered = alice.call(bob);
    answer(bob, 0, "hi");
    carry();

    assertThat(alice.call(bob).events()).isEmpty();
    assertThat(new Guest().call(bob).events()).isEmpty();
    assertThat(answered.events()).containsExactly("hi");
    assertThat(tunnels.open()).isEqualTo(3);
  }

  @Test
  void refusedCall_countsForNothing() {
    Guest bob = new Guest();
    Guest alice = new Guest();
    alice.call(bob);
    alice.call(bob);
    // Neither a third of the caller's nor a third of the target's is taken by what was refused.
    alice.call(bob);
    Guest carol = new Guest();

    assertThat(alice.call(carol).events()).isEmpty();
    assertThat(carol.called).hasSize(1);
    assertThat(carol.call(bob).events()).isEmpty();
  }

  @Test
  void target_thatSaysNothing_isGivenUpAfterHalfAMinute() {
    Guest bob = new Guest();
    Call call = new Guest().call(bob);
    pass(Duration.ofSeconds(29));
    assertThat(call.events()).isEmpty();

    pass(Duration.ofSeconds(4));

    assertThat(call.events()).containsExactly(refusal(bob));
    assertThat(bob.called.getFirst().events).containsExactly(refusal(bob));
    assertThat(tunnels.ended(EndReason.UNANSWERED)).isEqualTo(1);
  }

  @Test
  void target_thatHasAnswered_mayBeSilent() {
    Guest bob = new Guest();
    Call call = new Guest().call(bob);
    answer(bob, 0, "hi");
    pass(Duration.ofSeconds(40));

    assertThat(call.events()).containsExactly("hi");
    assertThat(tunnels.open()).isEqualTo(1);
  }

  @Test
  void target_thatEndsWithoutAnAnswer_hasNotTakenIt() {
    Guest bob = new Guest();
    Call call = new Guest().call(bob);

    bob.callers.getFirst().end();
    carry();

    assertThat(call.events()).containsExactly(refusal(bob));
    assertThat(tunnels.ended(EndReason.NOT_TAKEN)).isEqualTo(1);
  }

  @Test
  void tunnel_thatIsBrokenOff_isBrokenForTheOtherSide() {
    Guest bob = new Guest();
    Call call = new Guest().call(bob);
    answer(bob, 0, "hi");
    carry();

    call.substream.fail("enough");
    carry();

    assertThat(bob.called.getFirst().events).containsExactly("unexpected end of parent stream");
    assertThat(tunnels.ended(EndReason.BROKEN_OFF)).isEqualTo(1);
  }

  @Test
  void tunnels_thatMayNotLeadAnyMore_breakWhenTheirCallerIsJudgedAgain() {
    Guest alice = new Guest();
    Guest bob = new Guest();
    Guest carol = new Guest();
    Call toBob = alice.call(bob);
    Call toCarol = alice.call(carol);
    forbidden.add(bob.at.id());

    tunnels.rejudge(bob.at.connection, targets::mayLead);
    carry();
    assertThat(toBob.events()).as("it is the caller's to break").isEmpty();

    tunnels.rejudge(alice.at.connection, targets::mayLead);
    carry();
    assertThat(toBob.events()).containsExactly(refusal(bob));
    assertThat(bob.called.getFirst().events).containsExactly(refusal(bob));
    assertThat(toCarol.events()).isEmpty();
    assertThat(tunnels.ended(EndReason.NO_LONGER_ALLOWED)).isEqualTo(1);

    tunnels.closed(carol.at.connection);
    tunnels.rejudge(carol.at.connection, targets::mayLead);
    assertThat(toCarol.events()).isEmpty();
  }

  /** So it is for one that another node has judged, and that is begun here a little later. */
  @Test
  void target_thatMayNotBeReachedAnyMore_whenItsTurnToBeCalledComes_isNotCalled() {
    Guest alice = new Guest();
    Guest bob = new Guest();
    RecordingLeg callers = new RecordingLeg(alice.at.id(), tunnels.newFlow());
    List<EndReason> ends = new ArrayList<>();
    Tunnel tunnel = new Tunnel(bob.at.id(), (_, reason) -> ends.add(reason));
    PeerLeg leg = targetsLeg(bob, tunnel, true);
    leg.join(callers);
    forbidden.add(alice.at.id());

    leg.open();
    carry();

    assertThat(bob.called).isEmpty();
    assertThat(callers.events).containsExactly("NO_LONGER_ALLOWED " + refusal(bob));
    tunnel.legEnded(EndReason.ENDED);
    assertThat(ends).containsExactly(EndReason.NO_LONGER_ALLOWED);
  }

  @Test
  void target_ofATunnelThatIsJudgedHere_isCalledOnce_andLeftWhenItMayNotLeadAnyMore() {
    Guest alice = new Guest();
    Guest bob = new Guest();
    RecordingLeg callers = new RecordingLeg(alice.at.id(), tunnels.newFlow());
    PeerLeg leg = targetsLeg(bob, new Tunnel(bob.at.id(), (_, _) -> {}), true);
    leg.join(callers);
    leg.open();
    leg.open();
    carry();
    assertThat(bob.called).hasSize(1);

    tunnels.rejudge(bob.at.connection, targets::mayLead);
    carry();
    assertThat(bob.called.getFirst().events).isEmpty();

    forbidden.add(alice.at.id());
    tunnels.rejudge(bob.at.connection, targets::mayLead);
    carry();
    assertThat(bob.called.getFirst().events).containsExactly(refusal(bob));
    assertThat(callers.events).containsExactly("NO_LONGER_ALLOWED " + refusal(bob));
  }

  @Test
  void target_whoseConnectionIsOver_isNotCalled() {
    Guest alice = new Guest();
    Guest bob = new Guest();
    RecordingLeg callers = new RecordingLeg(alice.at.id(), tunnels.newFlow());
    PeerLeg leg = targetsLeg(bob, new Tunnel(bob.at.id(), (_, _) -> {}), false);
    leg.join(callers);
    bob.at.connection.drop(CloseReason.REPLACED);

    leg.open();

    assertThat(callers.events).containsExactly("PEER_GONE " + refusal(bob));
  }

  private PeerLeg targetsLeg(Guest target, Tunnel tunnel, boolean judges) {
    ConnectionLoad load = tunnels.loadOf(target.at.connection);
    assertThat(load).isNotNull();
    return new PeerLeg(tunnel, target.at.connection, tunnels, load, true, judges);
  }

  @Test
  void source_ofAReaderThatTakesNothing_waits_andGoesOnWhenItTakesSomething() {
    Guest alice = new Guest();
    Guest bob = new Guest();
    Call call = alice.call(bob);
    answer(bob, 0, "hi");
    carry();
    bob.at.takeNothing();
    call.send("x".repeat(900));
    assertThat(alice.at.isPaused()).isFalse();
    assertThat(tunnels.held()).isGreaterThanOrEqualTo(900);

    call.send("x".repeat(200));
    assertThat(alice.at.isPaused()).isTrue();

    bob.at.takeAtOnce();
    carry();
    assertThat(alice.at.isPaused()).isFalse();
    assertThat(tunnels.held()).isZero();
    assertThat(String.join("", bob.called.getFirst().events)).hasSize(1100);
  }

  @Test
  void source_withOtherTunnels_waitsSooner() {
    Guest alice = new Guest();
    Guest bob = new Guest();
    Call call = alice.call(bob);
    bob.at.takeNothing();
    call.send("x".repeat(300));
    assertThat(alice.at.isPaused()).isFalse();

    alice.call(new Guest());
    call.send("x");

    assertThat(alice.at.isPaused()).isTrue();
  }

  @Test
  void reader_thatTakesNothing_whileOthersWaitForItsSource_losesItsTunnel() {
    Guest alice = new Guest();
    Guest bob = new Guest();
    Guest carol = new Guest();
    Call toBob = alice.call(bob);
    Call toCarol = alice.call(carol);
    answer(bob, 0, "hi");
    answer(carol, 0, "hi");
    carry();
    bob.at.takeNothing();
    toBob.send("x".repeat(2000));
    toCarol.send("late");
    assertThat(alice.at.isPaused()).isTrue();

    pass(Duration.ofSeconds(10));
    assertThat(toBob.events()).containsExactly("hi");
    pass(Duration.ofSeconds(8));

    assertThat(tunnels.ended(EndReason.STALLED_READER)).isEqualTo(1);
    assertThat(toBob.events()).containsExactly("hi", "unexpected end of parent stream");
    assertThat(alice.at.isPaused()).isFalse();
    assertThat(toCarol.events()).containsExactly("hi");
    assertThat(carol.called.getFirst().events).containsExactly("late");
    bob.at.takeAtOnce();
    carry();
    assertThat(tunnels.held()).isZero();
  }

  @Test
  void reader_thatTakesNothing_whileNobodyElseWaits_keepsItsTunnel() {
    Guest alice = new Guest();
    Guest bob = new Guest();
    Call call = alice.call(bob);
    answer(bob, 0, "hi");
    carry();
    bob.at.takeNothing();
    call.send("x".repeat(2000));

    pass(Duration.ofSeconds(40));

    assertThat(alice.at.isPaused()).isTrue();
    assertThat(tunnels.open()).isEqualTo(1);
  }

  @Test
  void source_waitsVerySoon_whileAllTogetherHoldMoreThanTheBudget() {
    Guest bob = new Guest();
    for (int i = 0; i < 2; i++) {
      Guest greedy = new Guest();
      Call call = greedy.call(bob);
      answer(bob, i, "hi");
      carry();
      bob.at.takeNothing();
      call.send("x".repeat(2600));
    }
    Guest carol = new Guest();
    Guest dave = new Guest();
    Call call = dave.call(carol);
    carol.at.takeNothing();

    call.send("x".repeat(150));

    assertThat(tunnels.held()).isGreaterThan(5000);
    assertThat(dave.at.isPaused()).isTrue();
  }

  @Test
  void elsewhere_isAskedFirst_onlyWhereThereAreOtherNodes() {
    Targets several =
        new Targets() {
          @Override
          public @Nullable PeerConnection find(FeedId origin, FeedId target) {
            return targets.find(origin, target);
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
    Guest bob = new Guest();
    Guest alice = new Guest();
    Tunnels alone =
        new Tunnels(room.id(), several, new Tunnels.Quota(3, 3, 2, 1, 5), LIMITS, hand.loop()::now);
    alone.opened(alice.at.connection);
    alone.opened(bob.at.connection);
    Substream unused = alice.at.peer.session().open("unused", Json.array(), "duplex", nothing());

    assertThat(alone.mayLead(alice.at.id(), bob.at.id())).isTrue();
    assertThat(alone.find(alice.at.id(), alice.at.id())).isNull();
    assertThat(alone.find(alice.at.id(), bob.at.id())).isSameAs(bob.at.connection);
    assertThat(unused.isOpen()).isTrue();
  }

  private static SubstreamReceiver nothing() {
    return new RecordingTunnel();
  }
}
