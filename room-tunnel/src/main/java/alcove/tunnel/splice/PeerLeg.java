package alcove.tunnel.splice;

import alcove.identity.FeedId;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.muxrpc.codec.BodyType;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.PeerLoop;
import alcove.tunnel.net.Ticking;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The end of a tunnel that a peer of this process has: {@link FromPeer} hands what it sends over to
 * the other end, {@link ToPeer} sends it what the other end hands over. Confined to the peer's
 * event loop, but for what it says of itself.
 */
final class PeerLeg implements Leg, Ticking {
  private final Tunnel tunnel;
  private final PeerConnection connection;
  private final Tunnels tunnels;
  private final ConnectionLoad load;
  private final boolean isTarget;
  private final boolean judges;
  private final ToPeer out;
  private @Nullable FromPeer in;
  private @Nullable Leg other;
  private long began;

  /**
   * A leg that is not joined to another yet.
   *
   * @param target whether it is the end of who is called, and not of who calls
   * @param judges whether it is this one that breaks the tunnel when it may not lead any more where
   *     it does: the caller's, unless that is on another node
   */
  PeerLeg(
      Tunnel tunnel,
      PeerConnection connection,
      Tunnels tunnels,
      ConnectionLoad load,
      boolean target,
      boolean judges) {
    this.tunnel = tunnel;
    this.connection = connection;
    this.tunnels = tunnels;
    this.load = load;
    this.isTarget = target;
    this.judges = judges;
    this.out =
        new ToPeer(
            connection.outbox(),
            tunnels.newFlow(),
            new SlowReader(tunnels.limits()),
            () -> other().resume(),
            () -> finish(EndReason.ENDED));
  }

  /** Joins it to the other end, before either is open. */
  void join(Leg with) {
    other = with;
    in = new FromPeer(this, with, new SourcePause(connection, tunnels, load, with.flow()));
  }

  /**
   * This leg for a source on {@code loop}.
   *
   * @param afterRead runs something when what that source reads now has been handed over
   */
  Leg asSeenFrom(PeerLoop loop, Consumer<Runnable> afterRead) {
    return loop == connection.loop() ? this : new CrossLoopLeg(this, connection.loop(), afterRead);
  }

  private Leg other() {
    return Objects.requireNonNull(other);
  }

  private FromPeer in() {
    return Objects.requireNonNull(in);
  }

  PeerConnection connection() {
    return connection;
  }

  /** Takes what the peer sends. */
  SubstreamReceiver receiver() {
    return in();
  }

  /** The caller's leg: its substream is there already, and the target is called. */
  void begin(Substream callersSubstream) {
    open(callersSubstream);
    other().open();
  }

  private void open(Substream substream) {
    load.add(this);
    began = connection.loop().now();
    out.open(substream, began);
    connection.loop().add(this);
  }

  @Override
  public void open() {
    if (out.isBegun()) {
      return;
    }
    EndReason refused = whyNotToCall();
    if (refused != null) {
      finish(refused);
      other().breakOff(refused, tunnel.brokenMessage());
      return;
    }
    open(tunnels.call(connection, other().peer(), in()));
  }

  /**
   * Why the peer is not called. A tunnel that is judged here was begun on another event loop, and a
   * round of judging that passed here meanwhile did not find it.
   */
  private @Nullable EndReason whyNotToCall() {
    if (!connection.isOpen()) {
      return EndReason.PEER_GONE;
    }
    boolean may = !judges || tunnels.mayLead(other().peer(), peer());
    return may ? null : EndReason.NO_LONGER_ALLOWED;
  }

  /** Ends here without a word to either side: the caller is led to its target by another leg. */
  void letGo() {
    finish(EndReason.NOT_TAKEN);
  }

  /** The peer has sent {@code bytes}: the first of the target are its answer. */
  void arrived(int bytes) {
    if (isTarget && tunnel.answer()) {
      load.pending().leave(tunnel);
    }
    load.arrived(this, connection.loop().now());
    tunnels.count(bytes);
  }

  /** The peer has ended the tunnel, or is gone. */
  void ended(SubstreamEnd end) {
    EndReason reason = reasonOf(end);
    String message = tunnel.brokenMessage();
    finish(reason);
    if (reason == EndReason.ENDED) {
      other().end();
    } else {
      other().breakOff(reason, message);
    }
  }

  private EndReason reasonOf(SubstreamEnd end) {
    boolean answered = !isTarget || tunnel.isAnswered();
    return switch (end) {
      case SubstreamEnd.Clean clean -> answered ? EndReason.ENDED : EndReason.NOT_TAKEN;
      case SubstreamEnd.Failed failed -> answered ? EndReason.BROKEN_OFF : EndReason.NOT_TAKEN;
      case SubstreamEnd.ConnectionLost lost -> EndReason.PEER_GONE;
    };
  }

  @Override
  public FeedId peer() {
    return connection.peer();
  }

  @Override
  public Flow flow() {
    return out.flow();
  }

  @Override
  public Waiting othersWait() {
    return load.othersWait(this);
  }

  @Override
  public void take(byte[] buffer, int offset, int length) {
    out.take(buffer, offset, length);
  }

  @Override
  public void take(ByteBuf bytes) {
    out.take(bytes);
  }

  @Override
  public void take(BodyType type, ByteBuf body) {
    out.take(type, body);
  }

  @Override
  public void end() {
    if (out.endAfterData()) {
      finish(EndReason.ENDED);
    }
  }

  @Override
  public void breakOff(EndReason reason, String message) {
    if (!out.isEnded()) {
      out.fail(message);
      finish(reason);
    }
  }

  /** Ends the tunnel if others still wait: another that was in their way may just have ended. */
  @Override
  public void makeWay(EndReason reason) {
    if (in().isPausing() && othersWait() != Waiting.NOBODY) {
      breakBoth(reason);
    }
  }

  @Override
  public void resume() {
    in().resume();
  }

  /** This leg is over: drops what it still had to send, and lets its peer's other tunnels go on. */
  private void finish(EndReason reason) {
    if (out.isEnded()) {
      return;
    }
    if (out.isBegun()) {
      load.remove(this);
    }
    out.close();
    in().close();
    connection.loop().remove(this);
    tunnel.legEnded(reason);
  }

  /** Breaks the tunnel, if that is for it to do, when it may not lead any more where it does. */
  void rejudge(BiPredicate<FeedId, FeedId> mayLead) {
    if (!judges) {
      return;
    }
    FeedId across = other().peer();
    boolean may = isTarget ? mayLead.test(across, peer()) : mayLead.test(peer(), across);
    if (!may) {
      breakBoth(EndReason.NO_LONGER_ALLOWED);
    }
  }

  /** Ends the tunnel for another unless its target has answered it meanwhile; any thread. */
  void giveUpPlace() {
    connection
        .loop()
        .run(
            () -> {
              if (!out.isEnded() && !tunnel.isAnswered()) {
                breakBoth(EndReason.PLACE_TAKEN);
              }
            });
  }

  private void breakBoth(EndReason reason) {
    String message = tunnel.brokenMessage();
    breakOff(reason, message);
    other().breakOff(reason, message);
  }

  /** Others of our peer have come or gone: more or less may be held before it has to wait. */
  void renewPause() {
    in().renewPause();
  }

  @Override
  public void tick(long now) {
    if (out.isEnded()) {
      return;
    }
    load.awaited(connection.isAwaited());
    renewPause();
    if (isTarget && !tunnel.isAnswered() && now - began > tunnels.limits().answer().toNanos()) {
      breakBoth(EndReason.UNANSWERED);
      return;
    }
    EndReason slow = out.judgeReader(other().othersWait(), now);
    if (slow != null) {
      other().makeWay(slow);
    }
  }
}
