package alcove.tunnel.net;

import alcove.identity.FeedId;
import alcove.tunnel.shs.BoxKeys;
import alcove.tunnel.shs.ClientHandshake;
import alcove.tunnel.shs.HandshakeException;
import alcove.tunnel.shs.ServerHandshake;
import org.jspecify.annotations.Nullable;

/** The side of a handshake that dials. */
final class ClientSteps implements HandshakeSteps {
  private final ClientHandshake handshake;
  private final FeedId server;
  private int expected = ServerHandshake.SERVER_HELLO;

  ClientSteps(ClientHandshake handshake, FeedId server) {
    this.handshake = handshake;
    this.server = server;
  }

  @Override
  public byte[] first() {
    return handshake.clientHello();
  }

  @Override
  public int expected() {
    return expected;
  }

  @Override
  public byte @Nullable [] take(byte[] message) throws HandshakeException {
    if (expected == ServerHandshake.SERVER_HELLO) {
      byte[] clientAuth = handshake.receiveServerHello(message);
      expected = ServerHandshake.SERVER_ACCEPT;
      return clientAuth;
    }
    handshake.receiveServerAccept(message);
    expected = 0;
    return null;
  }

  @Override
  public FeedId peer() {
    return server;
  }

  @Override
  public BoxKeys boxKeys() {
    return handshake.boxKeys();
  }
}
