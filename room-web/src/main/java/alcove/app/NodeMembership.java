package alcove.app;

import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.identity.FeedKeyPair;
import alcove.identity.HostAndPort;
import alcove.store.DatabaseUrl;
import alcove.store.nodes.NodeSessions;
import alcove.tunnel.TunnelServer;
import alcove.tunnel.jgroups.JGroupsCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The membership of this server among the nodes of its room. Joins on a thread of its own, as often
 * as it takes, so that the room is open meanwhile; no class of the cluster is loaded before.
 * Thread-safe.
 */
final class NodeMembership implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NodeMembership.class);
  private static final String PURPOSE = "alcove cluster 1";
  private static final int MILLIS_BETWEEN_TRIES = 5_000;

  private final HostAndPort listen;
  private final HostAndPort advertised;
  private final DatabaseUrl.PostgreSql database;
  private final FeedKeyPair keys;
  private final TunnelServer peers;
  private final Instant since = Instant.now();
  private final Thread thread =
      Thread.ofPlatform().daemon().name("cluster-join").unstarted(this::joinAtLast);
  private @Nullable JGroupsCluster joined;
  private boolean isClosed;

  private NodeMembership(
      HostAndPort listen,
      HostAndPort advertised,
      DatabaseUrl.PostgreSql database,
      FeedKeyPair keys,
      TunnelServer peers) {
    this.listen = listen;
    this.advertised = advertised;
    this.database = database;
    this.keys = keys;
    this.peers = peers;
  }

  /** Begins to join the other nodes, if the operator has named a place where they meet. */
  static Optional<NodeMembership> begin(RoomConfig config, Identity identity, TunnelServer peers) {
    if (config.get(Setting.CLUSTER_LISTEN).isEmpty()
        || !(config.database() instanceof DatabaseUrl.PostgreSql database)) {
      return Optional.empty();
    }
    HostAndPort listen = config.get(Setting.CLUSTER_LISTEN).get();
    HostAndPort advertised = config.get(Setting.CLUSTER_ADVERTISE).orElse(listen);
    NodeMembership membership =
        new NodeMembership(listen, advertised, database, identity.keys(), peers);
    membership.thread.start();
    return Optional.of(membership);
  }

  private void joinAtLast() {
    boolean isTold = false;
    try {
      while (!tryToJoin(isTold)) {
        isTold = true;
        Thread.sleep(MILLIS_BETWEEN_TRIES);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether there is nothing more to try. */
  private boolean tryToJoin(boolean isTold) {
    try {
      JGroupsCluster cluster =
          JGroupsCluster.join(
              new JGroupsCluster.Place(
                  new InetSocketAddress(listen.host(), listen.port()), advertised),
              new Node(NodeId.random(), name(), advertised, VersionCommand.current(), since),
              keys.sharedKey(PURPOSE),
              new NodeSessions(database));
      if (keep(cluster)) {
        peers.join(cluster);
      }
      return true;
    } catch (IOException | RuntimeException e) {
      if (!isTold) {
        LOG.error("cannot join the other nodes, and tries again: {}", e.getMessage());
      }
      return isOver();
    }
  }

  private synchronized boolean isOver() {
    return isClosed;
  }

  /** One that comes too late leaves at once. */
  private synchronized boolean keep(JGroupsCluster cluster) {
    if (isClosed) {
      cluster.leave();
      return false;
    }
    joined = cluster;
    return true;
  }

  /** The name of the machine, and the port, since there may be several nodes on it. */
  private String name() {
    String machine;
    try {
      machine = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      machine = "node";
    }
    String port = ":" + listen.port();
    int most = Node.LONGEST - port.length();
    return (machine.length() > most ? machine.substring(0, most) : machine) + port;
  }

  /** Leaves the others, who then expect this node's peers at one of them. */
  @Override
  public void close() {
    thread.interrupt();
    JGroupsCluster cluster;
    synchronized (this) {
      isClosed = true;
      cluster = joined;
    }
    if (cluster != null) {
      cluster.leave();
    }
  }
}
