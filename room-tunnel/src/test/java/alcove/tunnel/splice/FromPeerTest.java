package alcove.tunnel.splice;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.limits.TokenBucket;
import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.net.HandLoop;
import alcove.tunnel.net.HandPeer;
import alcove.tunnel.testing.Cryptos;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a peer sends, on its way to the other end of the tunnel. */
class FromPeerTest {
  private static final FeedId OTHER = FeedKeyPair.create(Cryptos.java()).id();
  private static final int MARK = FlowLimits.ofThisMachine().mark();

  private final HandPeer peer =
      new HandPeer(
          new HandLoop(),
          (caller, args, substream) -> new RecordingTunnel(),
          (caller, args, substream) -> new RecordingTunnel());
  private final Tunnels tunnels =
      new Tunnels(
          OTHER,
          (caller, target) -> null,
          Tunnels.Quota.DEFAULT,
          FlowLimits.ofThisMachine(),
          System::nanoTime);
  private final ConnectionLoad load =
      new ConnectionLoad(new TokenBucket(1, 1, System::nanoTime), 8);
  private final RecordingLeg other = new RecordingLeg(OTHER, tunnels.newFlow());
  private final List<EndReason> ends = new ArrayList<>();
  private final Tunnel tunnel = new Tunnel(OTHER, (ended, reason) -> ends.add(reason));

  private SubstreamReceiver callers() {
    PeerLeg leg = new PeerLeg(tunnel, peer.connection, tunnels, load, false, true);
    leg.join(other);
    return leg.receiver();
  }

  private SubstreamReceiver targets() {
    PeerLeg leg = new PeerLeg(tunnel, peer.connection, tunnels, load, true, false);
    leg.join(other);
    leg.open();
    return leg.receiver();
  }

  private static void send(SubstreamReceiver receiver, int length) {
    receiver.part(new byte[length], 0, length);
  }

  @Test
  void bytes_goOverAsTheyCome_andAreHeldUntilTaken() {
    SubstreamReceiver from = callers();

    from.part("xonex".getBytes(UTF_8), 1, 3);
    from.part("two".getBytes(UTF_8), 0, 3);

    assertThat(other.events).containsExactly("one", "two");
    assertThat(other.flow().held()).isEqualTo(6);
    assertThat(tunnels.bytes()).isEqualTo(6);
  }

  @Test
  void wholeBody_keepsItsType_andCostsMoreThanItsBytes() {
    callers().body(BodyType.STRING, "text".getBytes(UTF_8));

    assertThat(other.events).containsExactly("STRING text");
    assertThat(other.flow().held()).isEqualTo(4 + OutgoingQueue.BODY_OVERHEAD);
    assertThat(tunnels.bytes()).isEqualTo(4);
  }

  @Test
  void moreThanTheMark_hasThePeerWait_untilEnoughIsTaken() {
    PeerLeg leg = new PeerLeg(tunnel, peer.connection, tunnels, load, false, true);
    leg.join(other);
    send(leg.receiver(), MARK);
    assertThat(peer.isPaused()).isFalse();

    send(leg.receiver(), 1);
    assertThat(peer.isPaused()).isTrue();

    other.flow().subtract(1);
    leg.resume();
    assertThat(peer.isPaused()).isTrue();

    other.flow().subtract(MARK / 2);
    leg.resume();
    assertThat(peer.isPaused()).isFalse();
  }

  @Test
  void end_letsThePeerBeReadAgain_whateverIsHeld() {
    SubstreamReceiver from = callers();
    send(from, MARK + 1);

    from.ended(new SubstreamEnd.Clean());

    assertThat(peer.isPaused()).isFalse();
    assertThat(other.flow().held()).isEqualTo(MARK + 1);
  }

  @Test
  void firstBytes_ofTheTargetAlone_areTheAnswer() {
    send(callers(), 1);
    assertThat(tunnel.isAnswered()).isFalse();

    send(targets(), 1);
    assertThat(tunnel.isAnswered()).isTrue();
  }

  @Test
  void cleanEnd_goesOverAsOne() {
    callers().ended(new SubstreamEnd.Clean());

    assertThat(other.events).containsExactly("end");
  }

  @Test
  void error_breaksTheOtherEnd_inWordsOfOurOwn() {
    SubstreamReceiver from = targets();
    send(from, 1);

    from.ended(new SubstreamEnd.Failed("whatever the peer says"));

    assertThat(other.events).hasSize(2).last().isEqualTo("BROKEN_OFF " + Tunnel.BROKEN);
  }

  @Test
  void lostConnection_breaksTheOtherEnd() {
    SubstreamReceiver from = targets();
    send(from, 1);

    from.ended(new SubstreamEnd.ConnectionLost());

    assertThat(other.events).last().isEqualTo("PEER_GONE " + Tunnel.BROKEN);
  }

  @Test
  void target_thatEndsBeforeItAnswers_couldNotBeConnectedTo() {
    targets().ended(new SubstreamEnd.Clean());

    assertThat(other.events).containsExactly("NOT_TAKEN could not connect to:" + OTHER);
    assertThat(ends).isEmpty();
  }

  @Test
  void answer_isGivenOnce() {
    assertThat(tunnel.answer()).isTrue();
    assertThat(tunnel.answer()).isFalse();
    assertThat(tunnel.isAnswered()).isTrue();
  }
}
