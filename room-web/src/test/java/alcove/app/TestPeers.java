package alcove.app;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import alcove.identity.AppKey;
import alcove.identity.FeedKeyPair;
import alcove.identity.MultiserverAddress;
import alcove.tunnel.client.PeerClient;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Procedure;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.Reply;
import alcove.tunnel.net.ClientSockets;
import alcove.tunnel.net.HandshakePool;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.PeerDialer;
import alcove.tunnel.net.PeerLoops;
import alcove.watch.WatchedLoops;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Real peers that connect to a room over loopback. */
final class TestPeers implements AutoCloseable {
  static final Crypto CRYPTO = crypto();

  private final Vertx vertx = WatchedLoops.vertx();
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

  /** A peer that takes tunnels, and answers {@code test.echo} in them. */
  PeerClient client(FeedKeyPair self) {
    ProcedureTable<PeerConnection> procedures =
        ProcedureTable.<PeerConnection>builder()
            .add(
                "test.echo",
                Procedure.async((caller, args) -> Future.succeededFuture(Reply.of(args))))
            .build();
    PeerClient peer =
        new PeerClient(
            sockets,
            loops,
            handshakes,
            CRYPTO,
            AppKey.MAIN,
            self,
            procedures,
            (connection, reason) -> {});
    peer.onTunnel((origin, stream) -> peer.acceptInner(stream));
    return peer;
  }

  /** A connection of {@code self}, which answers these calls of the room. */
  PeerConnection connect(
      FeedKeyPair self, ProcedureTable<PeerConnection> procedures, MultiserverAddress address)
      throws Exception {
    return await(
        new PeerDialer(
                sockets,
                loops,
                handshakes,
                CRYPTO,
                AppKey.MAIN,
                self,
                procedures,
                (connection, reason) -> {})
            .dial(
                address.host().orElseThrow(),
                address.port().orElseThrow(),
                address.key().orElseThrow(),
                PeerDialer.PATIENCE));
  }

  /** What {@code target} answers to {@code caller}, which is connected to the room. */
  static JsonNode echoThrough(
      PeerConnection room, PeerClient caller, PeerClient target, String text) throws Exception {
    return call(tunnel(room, caller, target), "test.echo", text);
  }

  /** A connection of {@code caller} to {@code target} through the room that it is connected to. */
  static PeerConnection tunnel(PeerConnection room, PeerClient caller, PeerClient target)
      throws Exception {
    return await(on(room, () -> caller.connectThrough(room, target.id())));
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

  /** What the room answers to a call. */
  static JsonNode call(PeerConnection connection, String procedure, String... arguments)
      throws Exception {
    ArrayNode args = Json.array();
    List.of(arguments).forEach(args::add);
    return await(on(connection, () -> connection.session().call(procedure, args)));
  }

  private static <T> Future<T> on(PeerConnection connection, Supplier<Future<T>> work) {
    Promise<T> promise = Promise.promise();
    connection.loop().eventLoop().execute(() -> work.get().onComplete(promise));
    return promise.future();
  }

  static <T> T await(Future<T> future) throws ExecutionException {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (TimeoutException | InterruptedException e) {
      throw new AssertionError("nothing came in time", e);
    }
  }

  @Override
  public void close() throws ExecutionException {
    handshakes.close();
    await(vertx.close());
  }
}
