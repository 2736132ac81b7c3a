package alcove.ops.doctor;

import alcove.address.PublicAddress;
import alcove.crypto.Crypto;
import alcove.identity.FeedKeyPair;
import alcove.identity.MultiserverAddress;
import alcove.tunnel.Introduction;
import alcove.tunnel.client.PeerClient;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Procedure;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.Reply;
import alcove.tunnel.net.ClientSockets;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.net.HandshakePool;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.PeerLoops;
import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Two peers with keys of the moment, whom the room lets in for each other and for nothing else.
 * Used by one thread; closing it takes them out of the room.
 */
final class MeetingPeers implements AutoCloseable {
  private static final String ECHO = "doctor.echo";
  private static final String TEXT = "hello";

  private final PublicAddress address;
  private final ClientSockets sockets;
  private final PeerLoops loops = new PeerLoops(System::nanoTime);
  private final HandshakePool handshakes = new HandshakePool(1);
  private final List<PeerConnection> open = new ArrayList<>();
  private final PeerClient one;
  private final PeerClient other;
  private final Introduction introduction;

  MeetingPeers(RoomUnderTest subject, RoomUnderTest.Served served) {
    address = subject.address();
    sockets = new ClientSockets(served.vertx());
    one = client(subject.crypto(), served);
    other = client(subject.crypto(), served);
    other.onTunnel((origin, stream) -> other.acceptInner(stream));
    introduction = served.peers().introduce(one.id(), other.id());
  }

  private PeerClient client(Crypto crypto, RoomUnderTest.Served served) {
    return new PeerClient(
        sockets,
        loops,
        handshakes,
        crypto,
        served.appKey(),
        FeedKeyPair.create(crypto),
        ProcedureTable.<PeerConnection>builder()
            .add(
                ECHO,
                Procedure.async((caller, args) -> Future.succeededFuture(Reply.of(args.path(0)))))
            .build(),
        (connection, reason) -> {});
  }

  /** One of them comes by TCP to the address that the room tells everybody. */
  Future<PeerConnection> connect() {
    return introduction.told().compose(_ -> connect(one));
  }

  /** One of them comes by WebSocket. */
  Future<PeerConnection> connectWebSocket() {
    return introduction
        .told()
        .compose(_ -> keep(one.connectWebSocket(url(address.webSocketAddress()), address.room())));
  }

  private static String url(MultiserverAddress address) {
    var text = address.toString();
    return text.substring(0, text.indexOf('~'));
  }

  private Future<PeerConnection> connect(PeerClient peer) {
    var at = address.peers();
    return keep(peer.connect(at.host(), at.port(), address.room()));
  }

  private Future<PeerConnection> keep(Future<PeerConnection> connecting) {
    return connecting.onSuccess(
        connection -> {
          synchronized (open) {
            open.add(connection);
          }
        });
  }

  /** Whether what one says to the other through the room comes back. */
  Future<Boolean> talk() {
    return introduction
        .told()
        .compose(told -> connect(other))
        .compose(there -> connect(one))
        .compose(room -> on(room, () -> one.connectThrough(room, other.id())))
        .compose(tunnel -> on(tunnel, () -> tunnel.session().call(ECHO, Json.array().add(TEXT))))
        .map(JsonNode::asText)
        .map(TEXT::equals);
  }

  private static <T> Future<T> on(PeerConnection connection, Supplier<Future<T>> work) {
    Promise<T> promise = Promise.promise();
    connection.loop().eventLoop().execute(() -> work.get().onComplete(promise));
    return promise.future();
  }

  @Override
  public void close() {
    synchronized (open) {
      open.forEach(each -> each.loop().eventLoop().execute(() -> each.close(CloseReason.STOPPED)));
    }
    introduction.close();
    sockets.close();
    handshakes.close();
  }
}
