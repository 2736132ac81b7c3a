package alcove.tunnel.net;

import alcove.identity.FeedId;
import alcove.tunnel.boxstream.BoxDecoder;
import alcove.tunnel.boxstream.BoxEncoder;
import alcove.tunnel.muxrpc.RpcSession;
import alcove.tunnel.shs.BoxKeys;

/**
 * The layers of a connection whose handshake is done.
 *
 * @param peer who is at the other end
 * @param reader opens what comes
 * @param session the calls
 * @param outbox seals what goes
 * @param since when that was, by the monotonic clock of all loops, in nanoseconds
 */
record OpenLayers(
    FeedId peer,
    PacketReader reader,
    RpcSession<PeerConnection> session,
    Outbox outbox,
    long since) {
  /**
   * Puts them together.
   *
   * @param onPileUp runs once when too much waits to be sent
   */
  static OpenLayers of(
      PeerConnection connection,
      Wire wire,
      ConnectionSetup setup,
      HandshakeSteps done,
      Runnable onPileUp) {
    PeerLoop loop = connection.loop();
    BoxKeys keys = done.boxKeys();
    BoxEncoder encoder =
        new BoxEncoder(setup.crypto(), keys.sendKey(), keys.sendNonce(), loop.boxes);
    BoxDecoder decoder =
        new BoxDecoder(setup.crypto(), keys.receiveKey(), keys.receiveNonce(), loop.boxes);
    Outbox outbox = new Outbox(wire, loop, encoder, onPileUp);
    Runnable onGoodbye = () -> connection.close(CloseReason.GOODBYE);
    RpcSession<PeerConnection> session =
        new RpcSession<>(
            connection,
            outbox::control,
            setup.procedures().apply(done.peer()),
            setup.limits(),
            onGoodbye,
            loop.clock(),
            loop::run);
    PacketReader reader = new PacketReader(decoder, session, connection::isOpen, onGoodbye);
    return new OpenLayers(done.peer(), reader, session, outbox, loop.clock().getAsLong());
  }
}
