package alcove.tunnel.testing;

import alcove.cluster.shared.NodeCalls;
import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.Room;
import alcove.room.model.AliasForm;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.model.RoomSettings;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.tunnel.Elsewhere;
import alcove.tunnel.Machine;
import alcove.tunnel.TunnelServer;
import alcove.tunnel.client.PeerClient;
import alcove.tunnel.muxrpc.Procedure;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.Reply;
import alcove.tunnel.net.ClientSockets;
import alcove.tunnel.net.HandshakePool;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.PeerLoops;
import alcove.tunnel.net.PeerServer;
import alcove.tunnel.procedures.ServedRoom;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.internal.ContextInternal;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** A room on a free port of this machine, and peers that know it. */
public final class TestRoom implements AutoCloseable {
  public static final Crypto CRYPTO = crypto();
  public static final int EVENT_LOOPS = 2;

  /** Before the HTTP door, left to itself, closes what it reads nothing from. */
  public static final int HTTP_IDLE_SECONDS = 2;

  private static final PeerServer.TcpDoor LOOPBACK = PeerServer.TcpDoor.of("127.0.0.1", 0);

  /** For rooms whose standings are the test's: they have no members or aliases of their own. */
  private static final MemoryRoom NOBODYS =
      MemoryRoom.open(FeedKeyPair.create(CRYPTO).id(), PrivacyMode.OPEN);

  private final Vertx vertx;
  private final FeedKeyPair identity;
  private final FeedKeyPair guest = FeedKeyPair.create(CRYPTO);
  private final MemoryRoom stored;
  private final TunnelServer server;
  private final PeerLoops loops = new PeerLoops(System::nanoTime);
  private final HandshakePool handshakes = new HandshakePool(1);
  private final ClientSockets sockets;
  private final int port;
  private final HttpServer http;

  private TestRoom(
      FeedKeyPair identity,
      MemoryRoom stored,
      ServedRoom served,
      TunnelServer.Limits limits,
      int eventLoops,
      PeerServer.TcpDoor door,
      Function<Vertx, Elsewhere> elsewhere) {
    this.identity = identity;
    this.stored = stored;
    vertx = LoopWatch.vertx(eventLoops);
    sockets = new ClientSockets(vertx);
    server =
        new TunnelServer(
            Machine.of(vertx),
            CRYPTO,
            AppKey.MAIN,
            identity,
            guest.id(),
            served,
            limits,
            elsewhere.apply(vertx));
    port = await(server.listen(door, eventLoops));
    http =
        await(
            vertx
                .createHttpServer(
                    new HttpServerOptions()
                        .setHost("127.0.0.1")
                        .setReadIdleTimeout(HTTP_IDLE_SECONDS)
                        .setMaxWebSocketFrameSize(1 << 20)
                        .setMaxWebSocketMessageSize(1 << 20)
                        .setPerMessageWebSocketCompressionSupported(false)
                        .setPerFrameWebSocketCompressionSupported(false))
                .webSocketHandler(
                    socket ->
                        server.accept(
                            socket,
                            (ContextInternal) vertx.getOrCreateContext(),
                            door.trusted().direct(socket.remoteAddress().hostAddress())))
                .listen(0));
  }

  public static TestRoom open() {
    return open(EVENT_LOOPS);
  }

  public static TestRoom open(TunnelServer.Limits limits) {
    return open(limits, LOOPBACK);
  }

  public static TestRoom open(TunnelServer.Limits limits, PeerServer.TcpDoor door) {
    return open(new TestStandings(), limits, EVENT_LOOPS, door);
  }

  public static TestRoom open(TunnelServer.Limits limits, int eventLoops) {
    return open(new TestStandings(), limits, eventLoops, LOOPBACK);
  }

  /** With one event loop both ends of a tunnel are on the same; with two they take turns. */
  public static TestRoom open(int eventLoops) {
    return open(new TestStandings(), TunnelServer.Limits.ofThisMachine(), eventLoops, LOOPBACK);
  }

  private static TestRoom open(
      TestStandings standings,
      TunnelServer.Limits limits,
      int eventLoops,
      PeerServer.TcpDoor door) {
    FeedKeyPair identity = FeedKeyPair.create(CRYPTO);
    return open(identity, standings, limits, eventLoops, door, vertx -> Elsewhere.NOTHING);
  }

  /**
   * One node of a room of which the others know the same {@code identity} and {@code standings}.
   */
  static TestRoom open(
      FeedKeyPair identity,
      TestStandings standings,
      TunnelServer.Limits limits,
      int eventLoops,
      Function<Vertx, Elsewhere> elsewhere) {
    return open(identity, standings, limits, eventLoops, LOOPBACK, elsewhere);
  }

  private static TestRoom open(
      FeedKeyPair identity,
      TestStandings standings,
      TunnelServer.Limits limits,
      int eventLoops,
      PeerServer.TcpDoor door,
      Function<Vertx, Elsewhere> elsewhere) {
    ServedRoom served =
        new ServedRoom(
            identity.id(),
            standings,
            listener -> {},
            () -> RoomSettings.ofANewRoom(standings.privacyMode(), "test room"),
            NOBODYS.room().members(),
            NOBODYS.room().aliases(),
            NOBODYS.room().signIns(),
            NOBODYS.room().sessions(),
            new NodeCalls(),
            NOBODYS.storage(),
            name -> name);
    return new TestRoom(identity, NOBODYS, served, limits, eventLoops, door, elsewhere);
  }

  /** One with a registry of its own, {@link #room}. */
  public static TestRoom open(PrivacyMode mode) {
    return open(mode, List.of());
  }

  /** The same with {@code members}. */
  public static TestRoom open(PrivacyMode mode, List<FeedId> members) {
    FeedKeyPair identity = FeedKeyPair.create(CRYPTO);
    MemoryRoom stored = MemoryRoom.open(identity.id(), mode, members);
    ServedRoom served =
        ServedRoom.of(stored.room(), stored.storage(), name -> link(stored.room(), name));
    return new TestRoom(
        identity,
        stored,
        served,
        TunnelServer.Limits.ofThisMachine(),
        EVENT_LOOPS,
        LOOPBACK,
        vertx -> Elsewhere.NOTHING);
  }

  private static String link(Room room, String alias) {
    return room.settings().aliasForm() == AliasForm.PATH
        ? "https://room.example/alias/" + alias
        : "https://" + alias + ".room.example";
  }

  private static Crypto crypto() {
    try {
      return CryptoChoice.AUTO.load();
    } catch (CryptoUnavailableException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** One of which {@code standings} say who may do what. */
  public static TestRoom open(TestStandings standings) {
    return open(standings, TunnelServer.Limits.ofThisMachine(), EVENT_LOOPS, LOOPBACK);
  }

  /** The room behind it. */
  public Room room() {
    return stored.room();
  }

  public MemoryRoom stored() {
    return stored;
  }

  /** The operator changes a setting. */
  public void set(RoomSetting setting, String value) {
    try {
      room().change(Actor.operator(), setting, value);
    } catch (RefusedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  public TunnelServer server() {
    return server;
  }

  public FeedId id() {
    return identity.id();
  }

  /** The key that everybody with a v1 invite code has. */
  public FeedKeyPair guest() {
    return guest;
  }

  public FeedKeyPair identity() {
    return identity;
  }

  public int port() {
    return port;
  }

  public int webSocketPort() {
    return http.actualPort();
  }

  public PeerClient client() {
    return client(FeedKeyPair.create(CRYPTO));
  }

  public PeerClient client(FeedKeyPair self) {
    return new PeerClient(
        sockets,
        loops,
        handshakes,
        CRYPTO,
        AppKey.MAIN,
        self,
        ProcedureTable.<PeerConnection>builder()
            .add(
                "test.echo",
                Procedure.async((caller, args) -> Future.succeededFuture(Reply.of(args))))
            .build(),
        (connection, reason) -> {});
  }

  public PeerConnection connect(PeerClient client) {
    return await(client.connect("127.0.0.1", port, id()));
  }

  public PeerConnection connectWebSocket(PeerClient client) {
    return await(client.connectWebSocket("ws://127.0.0.1:" + http.actualPort(), id()));
  }

  /** What {@code work} gives, run on the event loop of {@code connection}. */
  public static <T> Future<T> on(PeerConnection connection, java.util.function.Supplier<T> work) {
    io.vertx.core.Promise<T> promise = io.vertx.core.Promise.promise();
    connection
        .loop()
        .eventLoop()
        .execute(
            () -> {
              try {
                promise.complete(work.get());
              } catch (RuntimeException failure) {
                promise.fail(failure);
              }
            });
    return promise.future();
  }

  public static <T> T await(Future<T> future) {
    try {
      return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    } catch (ExecutionException failure) {
      throw new IllegalStateException(failure.getCause());
    } catch (InterruptedException | TimeoutException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() {
    sockets.close();
    await(server.stop());
    await(vertx.close());
    handshakes.close();
    if (!stored.equals(NOBODYS)) {
      stored.close();
    }
  }
}
