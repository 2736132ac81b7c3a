package alcove.tunnel.muxrpc;

import alcove.tunnel.muxrpc.codec.Packet;

/** The place where a session's packets go, in order. */
@FunctionalInterface
public interface PacketSink {
  /** Takes one packet to be sent to the peer. */
  void send(Packet packet);
}
