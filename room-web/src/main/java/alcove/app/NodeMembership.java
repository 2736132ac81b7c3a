package alcove.app;

import alcove.cluster.Cluster;
import alcove.cluster.ClusterListener;
import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.crypto.SharedKey;
import alcove.door.Doorway;
import alcove.health.NodeReport;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.identity.HostAndPort;
import alcove.ops.command.NodeState;
import alcove.ops.terminal.CommandException;
import alcove.room.Room;
import alcove.store.DatabaseUrl;
import alcove.store.nodes.NodeSessions;
import alcove.threads.StorageThreads;
import alcove.tunnel.Elsewhere;
import alcove.tunnel.NodeLinks;
import alcove.tunnel.TunnelServer;
import alcove.tunnel.jgroups.JGroupsCluster;
import alcove.tunnel.link.LinkLimits;
import alcove.tunnel.link.LinkNode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The membership of this server among the nodes of its room. Joins on a thread of its own, as often
 * as it takes; no class of the cluster is loaded before. Thread-safe.
 *
 * <p>Tunnels come at the port behind the one where nodes see each other, which is open before this
 * node is in sight. For links a node is called by its {@link NodeId}, which no two have.
 */
final class NodeMembership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeMembership.class);
  private static final String PURPOSE = "alcove cluster 1";

  /** One of its own, so that nobody can lead a connection for one port to the other. */
  private static final String PURPOSE_OF_LINKS = "alcove links 1";

  private static final int MILLIS_BETWEEN_TRIES = 5_000;
  private static final int MILLIS_BETWEEN_MEETINGS = 100;
  private static final int SECONDS_TO_LISTEN = 30;

  private final HostAndPort listen;
  private final HostAndPort advertised;
  private final DatabaseUrl.PostgreSql database;
  private final FeedKeyPair keys;
  private final Room room;
  private final Node self;
  private final NodeLinks links;
  private final NodeHealth health;
  private final Thread thread =
      Thread.ofPlatform()
          .daemon()
          .name("cluster-join")
          .uncaughtExceptionHandler(
              (_, fault) -> LOG.error("fault while joining the other nodes: we stay alone", fault))
          .unstarted(this::joinAtLast);
  private final NodeArrival arrival;
  private final LeavingNodes leaving = new LeavingNodes();
  private final LostNodes lost;
  private volatile @Nullable TunnelServer peers;
  private volatile @Nullable Cluster joined;
  private volatile @Nullable NodeQuestions questions;
  private boolean isClosed;

  private NodeMembership(
      HostAndPort listen,
      HostAndPort advertised,
      DatabaseUrl.PostgreSql database,
      FeedKeyPair keys,
      Room room,
      Node self,
      Map<String, String> settings,
      NodeLinks links) {
    this.listen = listen;
    this.advertised = advertised;
    this.database = database;
    this.keys = keys;
    this.room = room;
    this.self = self;
    this.lost = new LostNodes(self, System::nanoTime);
    this.arrival = new NodeArrival(advertised);
    this.links = links;
    this.health =
        new NodeHealth(
            room.nodes(),
            links,
            this::view,
            room.generations()::judged,
            settings,
            InstantSource.system());
  }

  private ClusterView view() {
    Cluster cluster = joined;
    return cluster == null ? ClusterView.alone(self) : cluster.view();
  }

  /**
   * One that has not begun, if the operator has named a place where the nodes meet.
   *
   * @param doorway which knows how many links with the others there can be
   */
  static Optional<NodeMembership> of(
      RoomConfig config,
      Identity identity,
      Room room,
      StorageThreads storage,
      Vertx vertx,
      Doorway doorway) {
    if (config.get(Setting.CLUSTER_LISTEN).isEmpty()
        || !(config.database() instanceof DatabaseUrl.PostgreSql database)) {
      return Optional.empty();
    }
    HostAndPort listen = config.get(Setting.CLUSTER_LISTEN).get();
    HostAndPort advertised = config.get(Setting.CLUSTER_ADVERTISE).orElse(listen);
    Node self =
        new Node(
            NodeId.random(),
            name(advertised),
            RoomPorts.behind(advertised),
            VersionCommand.current(),
            Instant.now());
    SharedKey key = identity.keys().sharedKey(PURPOSE_OF_LINKS);
    NodeLinks links =
        new NodeLinks(
            vertx,
            self.id().toString(),
            key.keyManager(),
            key.trustManager(),
            room.generations()::judged,
            wanted -> caughtUp(room, storage, wanted),
            new LinkLimits(doorway.links(LimitSettings.files(config))));
    return Optional.of(
        new NodeMembership(
            listen, advertised, database, identity.keys(), room, self, settings(config), links));
  }

  /** The place where others reach it: the operator knows it by that. */
  private static String name(HostAndPort advertised) {
    String place = advertised.toString();
    return place.substring(Math.max(0, place.length() - Node.LONGEST));
  }

  /** What says where the room is found, and how. */
  private static Map<String, String> settings(RoomConfig config) {
    return Map.of(
        Setting.DOMAIN.flag(),
        config.get(Setting.DOMAIN).orElse(""),
        Setting.PUBLIC_URL.flag(),
        config.get(Setting.PUBLIC_URL).map(Object::toString).orElse(""),
        Setting.ADVERTISE.flag(),
        config.get(Setting.ADVERTISE).map(Object::toString).orElse(""),
        Setting.PROXY_PROTOCOL.flag(),
        config.get(Setting.PROXY_PROTOCOL) ? "yes" : "no");
  }

  private static Future<Void> caughtUp(Room room, StorageThreads storage, long wanted) {
    if (room.generations().judged() >= wanted) {
      return Future.succeededFuture();
    }
    return storage
        .run(
            () -> {
              room.generations().reach(wanted);
              return wanted;
            })
        .mapEmpty();
  }

  /** Whether this node has joined the others, or is the first. Never blocks. */
  boolean hasJoined() {
    return joined != null;
  }

  /** The rest of the room, for the server of its peers. */
  Elsewhere elsewhere() {
    return new Elsewhere(this::having, links);
  }

  /** Nodes that are about to end come last: what leads there does not last. */
  private List<LinkNode> having(FeedId target) {
    TunnelServer server = peers;
    Cluster cluster = joined;
    if (server == null || cluster == null) {
      return List.of();
    }
    ClusterView view = cluster.view();
    // Whoever the doctor has made up attends nowhere, so no node says where they are.
    Stream<Node> there =
        server.isIntroduced(target)
            ? view.others().stream()
            : server.nodesOf(target).stream()
                .sorted(Comparator.comparing(leaving::has))
                .flatMap(each -> view.find(each).stream());
    return there
        .map(each -> new LinkNode(each.id().toString(), each.links().host(), each.links().port()))
        .toList();
  }

  /**
   * Begins to join the other nodes, whose peers and those of {@code server} are one room then.
   *
   * @param eventLoops how many listen to tunnels of the others
   * @throws CommandException if a port of this node cannot be opened
   */
  NodeMembership begin(TunnelServer server, int eventLoops) throws CommandException {
    HostAndPort tunnels = RoomPorts.behind(listen);
    ListenFailure.requireFree(RoomPorts.cluster(listen));
    FutureWait.on(
        ListenFailure.open(
            RoomPorts.cluster(tunnels),
            host -> links.listen(server, host, tunnels.port(), eventLoops)),
        SECONDS_TO_LISTEN);
    peers = server;
    thread.start();
    return this;
  }

  /**
   * Waits until it has heard of the others whom to keep out, or has waited long enough.
   *
   * @throws CommandException if the thread is interrupted
   */
  void awaitArrival() throws CommandException {
    try {
      arrival.await(NodeArrival.LONGEST);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", e);
    }
  }

  private void joinAtLast() {
    boolean isTold = false;
    try {
      while (!tryToJoin(isTold)) {
        isTold = true;
        Thread.sleep(MILLIS_BETWEEN_TRIES);
      }
      meetOthers();
      compareSettings();
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void meetOthers() throws InterruptedException {
    NodeQuestions asking = questions;
    while (asking != null && !arrival.isOver()) {
      arrival.meet(asking.thatAnswer());
      Thread.sleep(MILLIS_BETWEEN_MEETINGS);
    }
  }

  /** On the thread that joins, which waits for answers of the others. */
  private void compareSettings() {
    List<NodeReport> all = health.ask();
    all.getFirst().said().ifPresent(own -> all.forEach(other -> compareSettings(other, own)));
  }

  private static void compareSettings(NodeReport other, NodeReport.Said own) {
    other
        .said()
        .flatMap(said -> said.differsFrom(own))
        .ifPresent(flag -> LOG.warn("{} is not as the node {} has it", flag, other.name()));
  }

  /** Whether there is nothing more to try. */
  private boolean tryToJoin(boolean isTold) {
    TunnelServer server = peers;
    if (server == null) {
      return true;
    }
    try {
      JGroupsCluster cluster =
          JGroupsCluster.join(
              new JGroupsCluster.Place(
                  new InetSocketAddress(listen.host(), listen.port()), advertised),
              self,
              keys.sharedKey(PURPOSE),
              new WatchedDirectory(
                  new NodeSessions(database), System::nanoTime, List.of(lost::read, arrival::list)),
              joining -> share(server, joining));
      keep(cluster);
      return true;
    } catch (IOException | RuntimeException | Error e) {
      if (!isTold) {
        LOG.error("cannot join the other nodes, and tries again: {}", e.getMessage());
      }
      return isOver();
    }
  }

  /** Has everything of this node that is the room's hear the others. */
  private void share(TunnelServer server, Cluster cluster) {
    cluster.add(leaving);
    cluster.add(lost);
    cluster.add(new Departures());
    server.join(cluster);
    NodeHolds.share(cluster, room.holds());
    room.nodes().join(cluster);
    NodeQuestions asking = new NodeQuestions(cluster, () -> figures(server));
    cluster.add(asking);
    questions = asking;
  }

  private NodeState.Figures figures(TunnelServer server) {
    return new NodeState.Figures(
        server.peers(), server.tunnels().open(), room.generations().judged());
  }

  /** All nodes in sight, this one first, alone until it has joined. Waits for a second at most. */
  List<NodeState> states() {
    NodeQuestions asking = questions;
    return asking != null
        ? asking.ask()
        : List.of(NodeQuestions.state(self, true, Optional.ofNullable(peers).map(this::figures)));
  }

  /** How all nodes in sight say they are, this one first. Waits for some seconds at most. */
  List<NodeReport> reports() {
    return health.ask();
  }

  private synchronized boolean isOver() {
    return isClosed;
  }

  /** One that comes too late leaves at once. */
  private synchronized void keep(JGroupsCluster cluster) {
    if (isClosed) {
      cluster.leave();
    } else {
      joined = cluster;
    }
  }

  /**
   * Tells the others in sight that this node is about to end.
   *
   * @return whether there are any, to whom its peers can go
   */
  boolean announceLeave() {
    Cluster cluster = joined;
    if (cluster == null || others().stream().allMatch(this::isLeaving)) {
      return false;
    }
    LeavingNodes.tell(cluster);
    return true;
  }

  /**
   * Whether another node is in sight, and none is lost, or was within this time: one that says
   * nothing any more may be where the registry is. Not to be asked for a longer time than has
   * passed since the last question, and what that was for.
   */
  boolean seesAllOthersSince(Duration time) {
    return !lost.areAnyWithin(time) && !others().isEmpty();
  }

  private List<Node> others() {
    Cluster cluster = joined;
    return cluster == null ? List.of() : cluster.view().others();
  }

  private boolean isLeaving(Node node) {
    return leaving.has(node.id());
  }

  /** Leaves the others, who then expect this node's peers at one of them. */
  @Override
  public void close() {
    thread.interrupt();
    Cluster cluster;
    synchronized (this) {
      isClosed = true;
      cluster = joined;
    }
    if (cluster != null) {
      cluster.leave();
    }
  }

  /** Ends what is left of tunnels to and from other nodes. */
  Future<Void> closeLinks() {
    return links.close();
  }

  /** The end of tunnels to nodes that go out of sight. */
  private final class Departures implements ClusterListener {
    private Set<NodeId> before = Set.of();

    @Override
    public void changed(ClusterView view) {
      Set<NodeId> now = view.others().stream().map(Node::id).collect(Collectors.toSet());
      before.stream()
          .filter(each -> !now.contains(each))
          .forEach(each -> links.gone(each.toString()));
      before = now;
    }
  }
}
