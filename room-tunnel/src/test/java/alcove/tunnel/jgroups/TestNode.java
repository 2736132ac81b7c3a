package alcove.tunnel.jgroups;

import alcove.cluster.ClusterListener;
import alcove.cluster.ClusterMessage;
import alcove.cluster.ClusterMessage.Kind;
import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.cluster.NodeDirectory;
import alcove.cluster.NodeId;
import alcove.crypto.SharedKey;
import alcove.identity.HostAndPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/**
 * A node of JGroups on this machine, and all that it hears. As a program, one in a process of its
 * own.
 */
final class TestNode implements ClusterListener, AutoCloseable {
  static final byte[] SECRET = new byte[32];
  private static final String HOST = "127.0.0.1";

  final JGroupsCluster cluster;
  final int port;

  /** What it tells each node that comes in sight; nothing if empty. */
  private final String greeting;

  final List<String> heard = new CopyOnWriteArrayList<>();
  final List<ClusterView> views = new CopyOnWriteArrayList<>();

  private TestNode(JGroupsCluster cluster, int port, String greeting) {
    this.cluster = cluster;
    this.port = port;
    this.greeting = greeting;
    cluster.add(this);
  }

  static TestNode join(String name, int port, NodeDirectory directory) throws IOException {
    return join(name, port, directory, SECRET);
  }

  static TestNode join(String name, int port, NodeDirectory directory, byte[] secret)
      throws IOException {
    return join(name, port, directory, secret, "", () -> {});
  }

  static TestNode join(
      String name,
      int port,
      NodeDirectory directory,
      byte[] secret,
      String greeting,
      Runnable beforeListening)
      throws IOException {
    HostAndPort place = new HostAndPort(HOST, port);
    Node self =
        new Node(NodeId.random(), name, new HostAndPort(HOST, 7801), "1.2.3", Instant.EPOCH);
    SharedKey key = SharedKey.derive(secret, "alcove cluster 1");
    AtomicReference<TestNode> node = new AtomicReference<>();
    JGroupsCluster.join(
        new JGroupsCluster.Place(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port), place),
        self,
        key,
        directory,
        cluster -> {
          beforeListening.run();
          node.set(new TestNode(cluster, port, greeting));
        });
    return node.get();
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void changed(ClusterView view) {
    views.add(view);
    if (!greeting.isEmpty()) {
      view.others().forEach(each -> cluster.send(each.id(), message(greeting)));
    }
  }

  @Override
  public void received(Node sender, ClusterMessage message) {
    heard.add(sender.name() + ":" + new String(message.body(), StandardCharsets.UTF_8));
  }

  /** The names of the others in sight. */
  Set<String> sees() {
    return cluster.view().others().stream().map(Node::name).collect(Collectors.toSet());
  }

  static ClusterMessage message(String text) {
    return new ClusterMessage(Kind.ATTENDANCE_CHANGES, text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    cluster.leave();
  }

  /** All nodes of a test, by their ports. */
  static final class Ports implements NodeDirectory {
    private final Set<HostAndPort> all = ConcurrentHashMap.newKeySet();

    Ports(int... known) {
      for (int each : known) {
        add(each);
      }
    }

    void add(int port) {
      all.add(new HostAndPort(HOST, port));
    }

    @Override
    public Set<HostAndPort> meet(HostAndPort own) {
      all.add(own);
      return all.stream().filter(each -> !each.equals(own)).collect(Collectors.toSet());
    }

    @Override
    public void close() {}
  }

  /** {@code NAME PORT OTHER...}: joins, and ends with its input. */
  public static void main(String[] arguments) throws IOException {
    int[] others = new int[arguments.length - 2];
    for (int i = 0; i < others.length; i++) {
      others[i] = Integer.parseInt(arguments[i + 2]);
    }
    try (TestNode node = join(arguments[0], Integer.parseInt(arguments[1]), new Ports(others))) {
      System.out.println("joined");
      while (System.in.read() >= 0) {
        node.cluster.broadcast(message("hello"));
      }
    }
  }
}
