package alcove.tunnel;

import alcove.address.ClientAddress;
import alcove.cluster.Cluster;
import alcove.cluster.NodeId;
import alcove.crypto.Crypto;
import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.members.Presence;
import alcove.room.policy.Action;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Standings;
import alcove.room.signin.SignInPeers;
import alcove.room.signin.SignIns;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.net.ConnectionLimiter;
import alcove.tunnel.net.Deadlines;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.PeerLoop;
import alcove.tunnel.net.PeerLoops;
import alcove.tunnel.net.PeerServer;
import alcove.tunnel.net.Peers;
import alcove.tunnel.net.Wire;
import alcove.tunnel.presence.Attendance;
import alcove.tunnel.procedures.RoomProcedureTables;
import alcove.tunnel.procedures.ServedRoom;
import alcove.tunnel.splice.FlowLimits;
import alcove.tunnel.splice.Tunnels;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.internal.ContextInternal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The room as peers see it: doors, presence, tunnels and procedures put together. Thread-safe.
 *
 * <p>Who may do what is asked of the room's standings, at the door and at each call; after a change
 * {@link #rejudge} carries it to those who are in. Where the standings fail to answer, nobody may
 * do anything.
 */
public final class TunnelServer {
  /** How much the room takes on. */
  public record Limits(
      ConnectionLimiter.Limits connections,
      Tunnels.Quota tunnels,
      FlowLimits flow,
      Deadlines deadlines) {
    /** The limits of a room whose operator says nothing else. */
    public static Limits ofThisMachine() {
      return new Limits(
          ConnectionLimiter.Limits.DEFAULT,
          Tunnels.Quota.DEFAULT,
          FlowLimits.ofThisMachine(),
          Deadlines.DEFAULT);
    }
  }

  private static final long GOODBYES = Duration.ofMillis(1500).toNanos();
  private static final long CHECK = Duration.ofMillis(20).toNanos();

  private final Machine machine;
  private final PeerLoops loops;
  private final PeerLoop presenceLoop;
  private final FeedId room;
  private final FeedId guest;
  private final Standings standings;
  private final Peers peers;
  private final Attendance attendance;
  private final FoundTargets targets;
  private final Tunnels tunnels;
  private final PeerServer server;
  private final Rejudging rejudging;
  private final Introductions introductions;
  private final SignIns signIns;
  private final SignInCalls signInCalls;
  private final ConnectionCounts counts = new ConnectionCounts();

  /**
   * A room that is not listening yet.
   *
   * @param machine what it runs by, and nothing else does
   * @param keys the room's own
   * @param guest the key that v1 invite codes hand to everybody; let in in Open mode only
   * @param served the room, whose changes have {@link #rejudge} run from now on
   * @param elsewhere the other nodes of the room
   */
  public TunnelServer(
      Machine machine,
      Crypto crypto,
      AppKey appKey,
      FeedKeyPair keys,
      FeedId guest,
      ServedRoom served,
      Limits limits,
      Elsewhere elsewhere) {
    this.machine = machine;
    loops = new PeerLoops(machine.nanoTime());
    presenceLoop = loops.of(machine.presenceLoop());
    this.room = served.id();
    this.guest = guest;
    this.standings = new FailClosedStandings(served.standings());
    peers = new Peers(guest::equals);
    signIns = served.signIns();
    signInCalls = new SignInCalls(peers);
    signIns.askBy(signInCalls);
    attendance = new Attendance(presenceLoop, standings, machine.handshakes()::isBehind);
    rejudging = new Rejudging(presenceLoop, peers, attendance, this::judge);
    introductions = new Introductions(served.nodes(), machine.nanoTime());
    targets =
        new FoundTargets(standings, introductions, attendance, peers, elsewhere.whereabouts());
    tunnels =
        new Tunnels(
            room, targets, limits.tunnels(), limits.flow(), machine.nanoTime(), elsewhere.links());
    RoomProcedureTables procedures =
        new RoomProcedureTables(
            served.withStandings(standings),
            guest,
            attendance,
            tunnels,
            machine.nanoTime(),
            machine.epochMillis());
    server =
        new PeerServer(
            machine.vertx(),
            loops,
            crypto,
            appKey,
            keys,
            this::admits,
            procedures::of,
            limits.connections(),
            limits.deadlines(),
            machine.handshakes(),
            new Bookkeeper(counts, tunnels, peers, attendance, this::judge, this::tellOfSignIns));
    served.onChange().accept(this::rejudge);
  }

  private boolean admits(FeedId peer) {
    if (introductions.knows(peer)) {
      return true;
    }
    boolean lacksItsMode = peer.equals(guest) && standings.privacyMode() != PrivacyMode.OPEN;
    return !peer.equals(room) && !lacksItsMode && standings.allow(peer, Action.CONNECT);
  }

  /**
   * Judges everybody who is connected again, by the standings as they are now: closes connections
   * of those who may not be here any more, ends attendance, subscriptions and tunnels that are not
   * allowed any more, and lets those attend who have waited for it. Any thread; returns at once,
   * and it is done within a second.
   */
  public void rejudge() {
    rejudging.soon();
  }

  /** On the connection's event loop. */
  private void judge(PeerConnection connection) {
    if (!connection.isOpen()) {
      return;
    }
    if (admits(connection.peer())) {
      tunnels.rejudge(connection, targets::mayLead);
    } else {
      connection.close(CloseReason.NO_LONGER_ADMITTED);
    }
  }

  private void tellOfSignIns(FeedId connected) {
    signIns.connected(connected, signInCalls);
  }

  /**
   * Listens for peers at {@code door}, once on each of {@code eventLoops}.
   *
   * @return the port
   */
  public Future<Integer> listen(PeerServer.TcpDoor door, int eventLoops) {
    return server.listen(door, eventLoops);
  }

  /**
   * Takes in a peer that comes by WebSocket; called on the context that the socket lives on.
   *
   * @param client where the peer comes from, which the socket alone does not tell behind a proxy
   */
  public void accept(ServerWebSocket socket, ContextInternal context, ClientAddress client) {
    server.accept(socket, context, client);
  }

  /** Takes in a peer that comes by {@code wire} from {@code client}; called on its event loop. */
  public void accept(Wire wire, ClientAddress client) {
    server.accept(wire, client);
  }

  /** Is one room with the other nodes from now on: whoever attends there attends. */
  public void join(Cluster nodes) {
    attendance.join(nodes, guest::equals);
  }

  /**
   * Other nodes by which {@code who} attends, that with the newest connection first; any thread.
   */
  public List<NodeId> nodesOf(FeedId who) {
    return attendance.nodesOf(who);
  }

  /** Takes nobody in until {@link #admitNewcomers}; who is in stays. */
  public void refuseNewcomers() {
    server.shut();
  }

  /** Takes newcomers in again, unless it stops. */
  public void admitNewcomers() {
    server.open();
  }

  /** Says goodbye to everybody who is in, since nobody can know any more whom to keep out. */
  public void turnOutAll() {
    peers.onEach(peer -> peer.close(CloseReason.CUT_OFF));
  }

  /** Takes nobody in any more, and has those who are in be told goodbye in that many parts. */
  public Farewell beginFarewell(int parts) {
    server.refuseNewcomers();
    return Farewell.to(peers, parts);
  }

  /** Takes nobody in any more, says goodbye to everybody, and closes when they are gone. */
  public Future<Void> stop() {
    server.refuseNewcomers();
    peers.onEach(peer -> peer.close(CloseReason.STOPPED));
    return everybodyGone(machine.nanoTime().getAsLong() + GOODBYES)
        .compose(gone -> server.close())
        .onComplete(done -> machine.handshakes().close());
  }

  private Future<Void> everybodyGone(long deadline) {
    if (server.sockets() == 0 || machine.nanoTime().getAsLong() - deadline > 0) {
      return Future.succeededFuture();
    }
    Promise<Void> later = Promise.promise();
    var _ =
        presenceLoop
            .eventLoop()
            .schedule(() -> everybodyGone(deadline).onComplete(later), CHECK, TimeUnit.NANOSECONDS);
    return later.future();
  }

  /**
   * Lets two peers in that the caller has made up itself, and lets each lead to the other, whatever
   * the room's mode; they attend for nobody and may nothing else that strangers may not. Closing
   * what this returns ends it.
   *
   * @param one a key whose secret half never left this process
   * @param other another such
   */
  public Introduction introduce(FeedId one, FeedId other) {
    Introduction introduction = introductions.add(one, other);
    return new Introduction(
        introduction.told(),
        () -> {
          introduction.close();
          rejudge();
        });
  }

  /** Whether this is one of two that were introduced, here or at another node; any thread. */
  public boolean isIntroduced(FeedId who) {
    return introductions.knows(who);
  }

  /** Who is there. */
  public Presence presence() {
    return attendance;
  }

  /** Who attends; changes by itself. */
  public Set<FeedId> attendants() {
    return attendance.attendants();
  }

  /**
   * Calls {@code listener} with whoever begins to attend, by whichever node, on an event loop; it
   * must be quick.
   */
  public void onArrival(Consumer<FeedId> listener) {
    attendance.onArrival(listener);
  }

  /** The apps that are connected, for signing in. */
  public SignInPeers signInPeers() {
    return signInCalls;
  }

  /** What the connections of each event loop share. */
  PeerLoops loops() {
    return loops;
  }

  /** The tunnels and their figures. */
  public Tunnels tunnels() {
    return tunnels;
  }

  /** Connections whose handshake is done. */
  public int peers() {
    return peers.size();
  }

  /** Those connections, by who has them. */
  public Peers connections() {
    return peers;
  }

  /** Sockets of all kinds, also those whose handshake is not done. */
  public int sockets() {
    return server.sockets();
  }

  /** Handshakes under way. */
  public int pendingHandshakes() {
    return server.pendingHandshakes();
  }

  /** Connections that were opened since the start. */
  public long opened() {
    return counts.opened();
  }

  /** Connections that were closed since the start for {@code reason}. */
  public long closed(CloseReason reason) {
    return closedInHandshake(reason) + closedWhenOpen(reason);
  }

  /** Those of them whose handshake was not done. */
  public long closedInHandshake(CloseReason reason) {
    return counts.closed(reason, false);
  }

  /** Those of them whose handshake was done. */
  public long closedWhenOpen(CloseReason reason) {
    return counts.closed(reason, true);
  }

  /** Sockets that were not let as far as the handshake since the start. */
  public long turnedAway() {
    return server.turnedAway();
  }
}
