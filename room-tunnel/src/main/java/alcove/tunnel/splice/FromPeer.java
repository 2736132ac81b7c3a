package alcove.tunnel.splice;

import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.muxrpc.codec.BodyType;
import io.netty.buffer.Unpooled;

/**
 * The receiving half of a {@link PeerLeg}: hands what the peer sends over to the other end, and has
 * the peer wait while too much is held for the reader there. Confined to the peer's event loop.
 */
final class FromPeer implements SubstreamReceiver {
  private final PeerLeg leg;
  private final Leg other;
  private final SourcePause pause;

  FromPeer(PeerLeg leg, Leg other, SourcePause pause) {
    this.leg = leg;
    this.other = other;
    this.pause = pause;
  }

  @Override
  public Input input() {
    return Input.BINARY_PARTS;
  }

  @Override
  public void part(byte[] buffer, int offset, int length) {
    leg.arrived(length);
    other.flow().add(length);
    other.take(buffer, offset, length);
    pause.check();
  }

  @Override
  public void body(BodyType type, byte[] body) {
    leg.arrived(body.length);
    other.flow().add(body.length + OutgoingQueue.BODY_OVERHEAD);
    other.take(type, Unpooled.wrappedBuffer(body));
    pause.check();
  }

  @Override
  public void ended(SubstreamEnd end) {
    leg.ended(end);
  }

  /** Whether the peer is not read from because of this tunnel. */
  boolean isPausing() {
    return pause.isPausing();
  }

  /** Goes by what may be held now. */
  void renewPause() {
    pause.renew();
  }

  /** Reads from the peer again if enough has been taken. */
  void resume() {
    pause.resume();
  }

  /** Reads from the peer again, whatever is held. */
  void close() {
    pause.end();
  }
}
