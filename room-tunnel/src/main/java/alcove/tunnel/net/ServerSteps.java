package alcove.tunnel.net;

import alcove.identity.FeedId;
import alcove.room.model.RefusedException;
import alcove.tunnel.shs.BoxKeys;
import alcove.tunnel.shs.HandshakeException;
import alcove.tunnel.shs.ServerHandshake;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The room's side of a handshake; asks for admission before serverAccept reveals that we are here.
 */
final class ServerSteps implements HandshakeSteps {
  private final ServerHandshake handshake;
  private final Predicate<FeedId> admission;
  private int expected = ServerHandshake.CLIENT_HELLO;
  private @Nullable FeedId peer;

  ServerSteps(ServerHandshake handshake, Predicate<FeedId> admission) {
    this.handshake = handshake;
    this.admission = admission;
  }

  @Override
  public byte @Nullable [] first() {
    return null;
  }

  @Override
  public int expected() {
    return expected;
  }

  @Override
  public byte[] take(byte[] message) throws HandshakeException, RefusedException {
    if (expected == ServerHandshake.CLIENT_HELLO) {
      byte[] serverHello = handshake.receiveClientHello(message);
      expected = ServerHandshake.CLIENT_AUTH;
      return serverHello;
    }
    FeedId client = handshake.receiveClientAuth(message);
    if (!admission.test(client)) {
      throw new RefusedException();
    }
    peer = client;
    expected = 0;
    return handshake.serverAccept();
  }

  @Override
  public FeedId peer() {
    return Objects.requireNonNull(peer);
  }

  @Override
  public BoxKeys boxKeys() {
    return handshake.boxKeys();
  }
}
