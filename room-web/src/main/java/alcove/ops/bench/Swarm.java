package alcove.ops.bench;

import alcove.crypto.Crypto;
import alcove.identity.AppKey;
import alcove.identity.FeedKeyPair;
import alcove.ops.terminal.CommandException;
import alcove.tunnel.client.PeerClient;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.net.ClientSockets;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.net.HandshakePool;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.PeerDialer;
import alcove.tunnel.net.PeerLoops;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.internal.VertxInternal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The peers that load the room, each with an identity of its own. Used by one thread, which waits
 * for what happens on the event loops; closing it takes every peer out of the room.
 */
final class Swarm implements AutoCloseable {
  private static final int AT_ONCE = 16;
  private static final int HANDSHAKES = 2;
  private static final Duration GOODBYES = Duration.ofMillis(200);

  private final RoomAddress room;
  private final RoomAddress targets;
  private final Crypto crypto;
  private final AppKey appKey;
  private final Duration patience;
  private final Vertx vertx;
  private final PeerLoops loops = new PeerLoops(System::nanoTime);
  private final HandshakePool handshakes = new HandshakePool(HANDSHAKES);
  private final ClientSockets sockets;
  private final List<ContextInternal> contexts = new ArrayList<>();
  private final AtomicInteger next = new AtomicInteger();
  private final Set<PeerConnection> open = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Result result;
  private volatile @Nullable CommandException disturbance;
  private volatile @Nullable CompletableFuture<?> waiting;
  private volatile @Nullable Consumer<CommandException> listener;

  /**
   * A swarm without peers.
   *
   * @param patience how long to wait for anything that the room does
   */
  Swarm(RoomAddress room, Crypto crypto, AppKey appKey, Duration patience) {
    this(room, room, crypto, appKey, patience);
  }

  /**
   * The same.
   *
   * @param targets the node of the room that those connect to whom tunnels lead to
   */
  Swarm(RoomAddress room, RoomAddress targets, Crypto crypto, AppKey appKey, Duration patience) {
    this.room = room;
    this.targets = targets;
    this.crypto = crypto;
    this.appKey = appKey;
    this.patience = patience;
    int eventLoops = Math.max(2, Runtime.getRuntime().availableProcessors());
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(eventLoops)
                .setWorkerPoolSize(1));
    sockets = new ClientSockets(vertx);
    for (int i = 0; i < eventLoops; i++) {
      contexts.add(((VertxInternal) vertx).createEventLoopContext());
    }
  }

  /** The result of the measurement that begins. */
  Result begin(String measurement) {
    Result begun = new Result(measurement);
    result = begun;
    return begun;
  }

  /** What the measurement that has begun last has found, if any has. */
  Optional<Result> result() {
    return Optional.ofNullable(result);
  }

  /** The room that it loads. */
  RoomAddress room() {
    return room;
  }

  /** The signature of {@code text} as calls have it. */
  String sign(FeedKeyPair self, String text) {
    byte[] signature = self.sign(crypto, text.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(signature) + ".sig.ed25519";
  }

  FeedKeyPair newIdentity() {
    return FeedKeyPair.create(crypto);
  }

  /** A peer that is not connected. */
  PeerClient client(FeedKeyPair self, ProcedureTable<PeerConnection> inner) {
    return new PeerClient(sockets, loops, handshakes, crypto, appKey, self, inner, this::lost);
  }

  /** A peer that offers nothing to others. */
  PeerClient client() {
    return client(newIdentity(), ProcedureTable.<PeerConnection>builder().build());
  }

  /** Connects {@code client}, on the event loops in turn. */
  Future<SwarmPeer> connect(PeerClient client) {
    return connect(client, patience);
  }

  /** The same for one that tunnels lead to. */
  Future<SwarmPeer> connectTarget(PeerClient client) {
    return connect(client, targets, patience);
  }

  /** The same for a client that gives its handshake up after {@code patience}. */
  Future<SwarmPeer> connect(PeerClient client, Duration patience) {
    return connect(client, room, patience);
  }

  private Future<SwarmPeer> connect(PeerClient client, RoomAddress to, Duration patience) {
    Promise<SwarmPeer> promise = Promise.promise();
    int index = Math.floorMod(next.getAndIncrement(), contexts.size());
    contexts
        .get(index)
        .runOnContext(
            ignored ->
                to.connect(client, patience)
                    .map(
                        connection -> {
                          open.add(connection);
                          return new SwarmPeer(client, connection);
                        })
                    .onComplete(promise));
    return promise.future();
  }

  /** Connects {@code count} new peers, a few at a time. */
  List<SwarmPeer> connect(int count) throws CommandException {
    List<SwarmPeer> peers = new ArrayList<>(count);
    while (peers.size() < count) {
      List<Future<SwarmPeer>> batch = new ArrayList<>(AT_ONCE);
      while (batch.size() < Math.min(AT_ONCE, count - peers.size())) {
        batch.add(connect(client()));
      }
      for (Future<SwarmPeer> peer : batch) {
        peers.add(await(peer, "a connection"));
      }
    }
    return peers;
  }

  /** Runs {@code action} on an event loop after a while. */
  void later(Duration delay, Runnable action) {
    vertx.setTimer(delay.toMillis(), timer -> action.run());
  }

  /** Takes {@code peers} out of the room; what they do from now on is no disturbance. */
  void dismiss(Iterable<SwarmPeer> peers) {
    for (SwarmPeer peer : peers) {
      open.remove(peer.connection());
      peer.close();
    }
  }

  /** Takes everybody out of the room. */
  void dismissAll() {
    List<PeerConnection> all = List.copyOf(open);
    open.clear();
    all.forEach(peer -> peer.loop().eventLoop().execute(() -> peer.close(CloseReason.STOPPED)));
  }

  /** What becomes of the connection of {@code peer} from now on is no disturbance. */
  void release(SwarmPeer peer) {
    open.remove(peer.connection());
  }

  /** Whether a connection failed because the room took longer than its client had patience. */
  static boolean isLate(Throwable failure) {
    return failure instanceof PeerDialer.ConnectException refused
        && refused.reason() == CloseReason.HANDSHAKE_TIMEOUT;
  }

  /** Whoever loses its connection from now on is no disturbance. */
  void forget() {
    open.clear();
  }

  private void lost(PeerConnection connection, CloseReason reason) {
    if (open.remove(connection)) {
      disturb(new CommandException("the room closed a connection: " + reason));
    }
  }

  /** Tells {@code by} of what would spoil other measurements; they go on. */
  void onDisturbance(Consumer<CommandException> by) {
    listener = by;
  }

  /**
   * Something happened that spoils the measurement: whoever waits, waits in vain, unless somebody
   * listens to that.
   */
  void disturb(CommandException disturbed) {
    Consumer<CommandException> told = listener;
    if (told != null) {
      told.accept(disturbed);
      return;
    }
    disturbance = disturbed;
    CompletableFuture<?> waiter = waiting;
    if (waiter != null) {
      waiter.completeExceptionally(disturbed);
    }
  }

  /** Waits for {@code work}, as long as the room has patience and loses no connection. */
  <T> T await(Future<T> work, String what) throws CommandException {
    return await(work, what, patience);
  }

  /** Waits for {@code work}, at most {@code patience}. */
  <T> T await(Future<T> work, String what, Duration patience) throws CommandException {
    CompletableFuture<T> result = new CompletableFuture<>();
    waiting = result;
    CommandException disturbed = disturbance;
    if (disturbed != null) {
      throw disturbed;
    }
    work.onSuccess(result::complete).onFailure(result::completeExceptionally);
    try {
      return result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new CommandException("waited %s s for %s".formatted(patience.toSeconds(), what), late);
    } catch (ExecutionException failure) {
      throw room.explain(Objects.requireNonNull(failure.getCause()));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", interrupted);
    } finally {
      waiting = null;
    }
  }

  /** Lets {@code delay} pass. */
  void pass(Duration delay) throws CommandException {
    Promise<Void> over = Promise.promise();
    later(delay, over::complete);
    await(over.future(), "a timer", delay.plus(patience));
  }

  @Override
  public void close() {
    dismissAll();
    disturbance = null;
    try {
      pass(GOODBYES);
      sockets.close();
      await(vertx.close(), "the end");
    } catch (CommandException unimportant) {
      // The process ends anyway.
    } finally {
      handshakes.close();
    }
  }
}
