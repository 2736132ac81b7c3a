package alcove.tunnel.splice;

import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.muxrpc.codec.BodyType;

/**
 * A receiver of what a caller sends, which may be turned from one end of a tunnel to another.
 * Confined to the caller's event loop.
 */
final class TurnedReceiver implements SubstreamReceiver {
  private SubstreamReceiver now;

  TurnedReceiver(SubstreamReceiver first) {
    this.now = first;
  }

  /** Hands all that comes from now on to {@code next}. */
  void turnTo(SubstreamReceiver next) {
    now = next;
  }

  @Override
  public Input input() {
    return Input.BINARY_PARTS;
  }

  @Override
  public void part(byte[] buffer, int offset, int length) {
    now.part(buffer, offset, length);
  }

  @Override
  public void body(BodyType type, byte[] body) {
    now.body(type, body);
  }

  @Override
  public void ended(SubstreamEnd end) {
    now.ended(end);
  }
}
