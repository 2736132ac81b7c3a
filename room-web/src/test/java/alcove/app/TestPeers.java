package alcove.app;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import alcove.identity.AppKey;
import alcove.identity.FeedKeyPair;
import alcove.identity.MultiserverAddress;
import alcove.tunnel.client.PeerClient;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.net.ClientSockets;
import alcove.tunnel.net.HandshakePool;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.PeerLoops;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.concurrent.TimeUnit;

/** Real peers that connect to a room over loopback. */
final class TestPeers implements AutoCloseable {
  static final Crypto CRYPTO = crypto();

  private final Vertx vertx = Vertx.vertx();
  private final ClientSockets sockets = new ClientSockets(vertx);
  private final PeerLoops loops = new PeerLoops(System::nanoTime);
  private final HandshakePool handshakes = HandshakePool.create();

  private static Crypto crypto() {
    try {
      return CryptoChoice.AUTO.load();
    } catch (CryptoUnavailableException missing) {
      throw new IllegalStateException(missing);
    }
  }

  static FeedKeyPair newKeys() {
    return FeedKeyPair.create(CRYPTO);
  }

  PeerClient client(FeedKeyPair self) {
    return new PeerClient(
        sockets,
        loops,
        handshakes,
        CRYPTO,
        AppKey.MAIN,
        self,
        ProcedureTable.<PeerConnection>builder().build(),
        (connection, reason) -> {});
  }

  /** A connection of {@code self} to the room at {@code address}; fails as the handshake does. */
  PeerConnection connect(FeedKeyPair self, MultiserverAddress address) throws Exception {
    return await(
        client(self)
            .connect(
                address.host().orElseThrow(),
                address.port().orElseThrow(),
                address.key().orElseThrow()));
  }

  /** What the room answers to a call without arguments. */
  static JsonNode call(PeerConnection connection, String procedure) throws Exception {
    Promise<JsonNode> answer = Promise.promise();
    connection
        .loop()
        .eventLoop()
        .execute(() -> connection.session().call(procedure, Json.array()).onComplete(answer));
    return await(answer.future());
  }

  static <T> T await(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws Exception {
    handshakes.close();
    await(vertx.close());
  }
}
