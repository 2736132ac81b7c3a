package alcove.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Procedure;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.Reply;
import alcove.tunnel.testing.Cryptos;
import alcove.tunnel.testing.LoopWatch;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.POJONode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A server as such, without a room around it. */
class PeerServerTest {
  private static final int EVENT_LOOPS = 3;
  private static final int REPLY_LENGTH = 256 << 10;
  private static final PeerServer.TcpDoor LOOPBACK = PeerServer.TcpDoor.of("127.0.0.1", 0);

  private final Vertx vertx = LoopWatch.vertx(EVENT_LOOPS);
  private final ClientSockets sockets = new ClientSockets(vertx);
  private final PeerLoops loops = new PeerLoops(System::nanoTime);
  private final HandshakePool pool = new HandshakePool(1);
  private final FeedKeyPair room = FeedKeyPair.create(Cryptos.java());
  private final FeedKeyPair banned = FeedKeyPair.create(Cryptos.java());
  private final ProcedureTable<PeerConnection> nothing =
      ProcedureTable.<PeerConnection>builder().build();
  private final ProcedureTable<PeerConnection> offered =
      ProcedureTable.<PeerConnection>builder()
          .add("test.elsewhere", Procedure.async((caller, args) -> elsewhere()))
          .add(
              "test.large",
              Procedure.async(
                  (caller, args) -> Future.succeededFuture(Reply.text("x".repeat(REPLY_LENGTH)))))
          .build();
  private final Set<PeerLoop> used = ConcurrentHashMap.newKeySet();
  private final List<CloseReason> closed = new ArrayList<>();
  private final PeerServer server =
      new PeerServer(
          vertx,
          loops,
          Cryptos.java(),
          AppKey.MAIN,
          room,
          peer -> !peer.equals(banned.id()),
          peer -> offered,
          ConnectionLimiter.Limits.DEFAULT,
          Deadlines.DEFAULT,
          pool,
          new Noting());

  @AfterEach
  void close() throws Exception {
    sockets.close();
    get(server.close());
    get(vertx.close());
    pool.close();
  }

  @Test
  void connections_spreadOverAllEventLoops() throws Exception {
    int port = get(server.listen(LOOPBACK, EVENT_LOOPS));

    for (int i = 0; i < 4 * EVENT_LOOPS; i++) {
      get(dial(FeedKeyPair.create(Cryptos.java()), port, room.id()));
    }

    await().untilAsserted(() -> assertThat(used).hasSize(EVENT_LOOPS));
  }

  @Test
  void peerThatIsNotAdmitted_learnsNothing() throws Exception {
    int port = get(server.listen(LOOPBACK, 1));

    Future<PeerConnection> refused = dial(banned, port, room.id());

    await().until(refused::isComplete);
    assertThat(refused.cause()).isInstanceOf(PeerDialer.ConnectException.class);
    assertThat(((PeerDialer.ConnectException) refused.cause()).reason())
        .isEqualTo(CloseReason.HUNG_UP);
    await().untilAsserted(() -> assertThat(closed()).containsExactly(CloseReason.REFUSED));
    assertThat(used).isEmpty();
  }

  /** More than what systems keep for it. */
  @Test
  void repliesThatAreNotRead_endTheConnectionInsteadOfPilingUp() throws Exception {
    int port = get(server.listen(LOOPBACK, 1));
    PeerConnection client = get(dial(FeedKeyPair.create(Cryptos.java()), port, room.id()));

    client
        .loop()
        .eventLoop()
        .execute(
            () -> {
              client.pauseReading();
              for (int i = 0; i < 100; i++) {
                client.session().call("test.large", Json.array());
              }
            });

    await().untilAsserted(() -> assertThat(closed()).containsExactly(CloseReason.REPLIES_PILED_UP));
    await().untilAsserted(() -> assertThat(server.sockets()).isZero());
  }

  @Test
  void peerThatExpectsAnotherKey_isRefused() throws Exception {
    int port = get(server.listen(LOOPBACK, 1));

    Future<PeerConnection> refused =
        dial(FeedKeyPair.create(Cryptos.java()), port, FeedKeyPair.create(Cryptos.java()).id());

    await().until(refused::isComplete);
    assertThat(refused.succeeded()).isFalse();
    await().untilAsserted(() -> assertThat(closed()).containsExactly(CloseReason.HANDSHAKE_FAILED));
  }

  /** Encoded as the name of the thread that encodes it. */
  private record Where() {
    @JsonValue
    String thread() {
      return Thread.currentThread().getName();
    }
  }

  private static Future<Reply> elsewhere() {
    Promise<Reply> reply = Promise.promise();
    Thread.ofVirtual().start(() -> reply.complete(Reply.of(new POJONode(new Where()))));
    return reply.future();
  }

  @Test
  void call_answeredOnAnotherThread_isRepliedToOnTheConnectionsLoop() throws Exception {
    int port = get(server.listen(LOOPBACK, EVENT_LOOPS));
    PeerConnection connection = get(dial(FeedKeyPair.create(Cryptos.java()), port, room.id()));
    Promise<JsonNode> reply = Promise.promise();
    connection
        .loop()
        .run(() -> connection.session().call("test.elsewhere", Json.array()).onComplete(reply));

    String repliedOn = get(reply.future()).asText();
    Promise<String> loopsName = Promise.promise();
    used.iterator().next().run(() -> loopsName.complete(Thread.currentThread().getName()));

    assertThat(repliedOn).isEqualTo(get(loopsName.future()));
  }

  @Test
  void port_inUse_failsToListen() throws Exception {
    try (var taken = new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      Future<Integer> listening =
          server.listen(PeerServer.TcpDoor.of("127.0.0.1", taken.getLocalPort()), EVENT_LOOPS);

      await().until(listening::isComplete);
      assertThat(listening.succeeded()).isFalse();
    }
  }

  private Future<PeerConnection> dial(FeedKeyPair self, int port, FeedId expected) {
    PeerDialer dialer =
        new PeerDialer(
            sockets,
            loops,
            pool,
            Cryptos.java(),
            AppKey.MAIN,
            self,
            nothing,
            (connection, reason) -> {});
    return dialer.dial("127.0.0.1", port, expected, Duration.ofSeconds(10));
  }

  private List<CloseReason> closed() {
    synchronized (closed) {
      return List.copyOf(closed);
    }
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(15, TimeUnit.SECONDS);
  }

  private final class Noting implements ConnectionOwner {
    @Override
    public void opened(PeerConnection connection) {
      used.add(connection.loop());
    }

    @Override
    public void closed(PeerConnection connection, CloseReason reason) {
      synchronized (closed) {
        closed.add(reason);
      }
    }

    @Override
    public void gone(PeerConnection connection) {}
  }
}
