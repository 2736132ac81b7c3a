package alcove.tunnel.net;

import alcove.tunnel.net.ProxyHeader.MalformedHeaderException;
import io.netty.buffer.ByteBuf;

/**
 * The receiver of a stream that begins with a proxy's word on where the peer comes from; all that
 * follows is the peer's, and for {@code peer}. Confined to the wire's event loop.
 */
final class ProxiedReceiver implements Wire.Receiver {
  /** Judges what the proxy said; called once, on the wire's event loop. */
  interface Gate {
    /** Whether the peer's own bytes are listened to; if not, the gate closes the connection. */
    boolean passes(ProxyHeader header);

    /** Closes the connection, whose header is wrong. */
    void malformed(MalformedHeaderException wrong);
  }

  private final Wire.Receiver peer;
  private final Gate gate;
  private final ProxyHeader header = new ProxyHeader();
  private boolean passed;
  private boolean refused;

  ProxiedReceiver(Wire.Receiver peer, Gate gate) {
    this.peer = peer;
    this.gate = gate;
  }

  @Override
  public void bytes(ByteBuf bytes) {
    if ((passed || (!refused && passes(bytes))) && bytes.isReadable()) {
      peer.bytes(bytes);
    }
  }

  private boolean passes(ByteBuf bytes) {
    try {
      if (header.read(bytes)) {
        passed = gate.passes(header);
        refused = !passed;
      }
    } catch (MalformedHeaderException wrong) {
      refused = true;
      gate.malformed(wrong);
    }
    return passed;
  }

  @Override
  public void hungUp() {
    peer.hungUp();
  }

  @Override
  public void closed() {
    peer.closed();
  }
}
