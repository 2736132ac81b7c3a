package alcove.tunnel.jgroups;

import alcove.cluster.Cluster;
import alcove.cluster.ClusterListener;
import alcove.cluster.ClusterMessage;
import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.cluster.NodeDirectory;
import alcove.cluster.NodeId;
import alcove.crypto.SharedKey;
import alcove.identity.HostAndPort;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jgroups.Address;
import org.jgroups.BytesMessage;
import org.jgroups.JChannel;
import org.jgroups.Message;
import org.jgroups.Receiver;
import org.jgroups.View;
import org.jgroups.logging.LogFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A node that finds the others and sees them by JGroups. Thread-safe.
 *
 * <p>All messages go from one node to another, also those for all: a cluster has few nodes, TCP has
 * no other way, and so what one node sends arrives in one order.
 */
public final class JGroupsCluster implements Cluster {
  private static final Logger LOG = LoggerFactory.getLogger(JGroupsCluster.class);
  private static final String NAME = "alcove";
  private static final int MILLIS_BETWEEN_BEATS = 1_000;

  /**
   * The place of a node.
   *
   * @param listen the address and port that it listens at; nothing else is opened
   * @param advertised where others reach that
   */
  public record Place(InetSocketAddress listen, HostAndPort advertised) {
    /** The place that others look up. */
    private InetSocketAddress reached() throws IOException {
      InetSocketAddress reached = new InetSocketAddress(advertised.host(), advertised.port());
      if (listen.isUnresolved() || reached.isUnresolved()) {
        throw new IOException("%s or %s has no address".formatted(listen, advertised));
      }
      return reached;
    }
  }

  private final NodesInSight nodes;
  private final NodeSearch search;
  private final JChannel channel;
  private final NodeOutbox outbox;
  private final AtomicBoolean left = new AtomicBoolean();

  /** It has a way of its own, which nothing fills. */
  private final Thread beating =
      Thread.ofPlatform().daemon().name("cluster-beat").unstarted(this::beatAgainAndAgain);

  private JGroupsCluster(Node self, NodeSearch search, JChannel channel) {
    this.search = search;
    this.channel = channel;
    this.outbox =
        new NodeOutbox(
            (node, bytes) -> channel.send(new BytesMessage(node, bytes)), this::tellOfMissed);
    this.nodes = new NodesInSight(self, outbox);
    channel.setDiscardOwnMessages(true);
    channel.setReceiver(new FromChannel());
  }

  /**
   * Joins the others, or is the first. Takes three seconds where nobody is, and longer where
   * somebody is who does not answer. Blocks.
   *
   * @param self how it presents itself
   * @param key by which nodes of this room know each other
   * @param directory where they find each other; closed in the end
   * @param listeners called once, with this node's cluster, in which nobody is in sight before it
   *     returns: listeners that it adds miss nothing that others tell whoever joins
   * @throws IOException if it cannot listen, or an address is none, or cannot be told to others
   */
  public static JGroupsCluster join(
      Place place,
      Node self,
      SharedKey key,
      NodeDirectory directory,
      Consumer<JGroupsCluster> listeners)
      throws IOException {
    LogFactory.setCustomLogFactory(new JGroupsLog());
    InetSocketAddress reached = place.reached();
    ClusterStack stack = new ClusterStack(place.listen(), reached, key);
    NodeSearch search = new NodeSearch(directory, place.advertised(), reached, stack::discoverAt);
    try {
      JChannel channel = new JChannel(stack.protocols()).name(self.name());
      channel.getProtocolStack().getTransport().getDiagnosticsHandler().setEnabled(false);
      JGroupsCluster cluster = new JGroupsCluster(self, search, channel);
      cluster.connect(listeners);
      return cluster;
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException("cannot join the other nodes: " + e.getMessage(), e);
    }
  }

  private void connect(Consumer<JGroupsCluster> listeners) throws Exception {
    try {
      search.begin();
      channel.connect(NAME);
      listeners.accept(this);
      nodes.open();
      beating.start();
    } catch (Exception | Error e) {
      leave();
      throw e;
    }
  }

  @Override
  public ClusterView view() {
    return nodes.view();
  }

  @Override
  public void send(NodeId node, ClusterMessage message) {
    nodes.address(node).ifPresent(address -> put(address, message, message.encode()));
  }

  @Override
  public void broadcast(ClusterMessage message) {
    byte[] encoded = message.encode();
    nodes.addresses().forEach(address -> put(address, message, encoded));
  }

  private void put(Address address, ClusterMessage message, byte[] encoded) {
    if (message.kind().isUrgent()) {
      outbox.putUrgent(address, encoded);
    } else {
      outbox.put(address, encoded);
    }
  }

  @Override
  public void add(ClusterListener listener) {
    nodes.add(listener);
  }

  @Override
  public void leave() {
    if (left.compareAndSet(false, true)) {
      search.close();
      beating.interrupt();
      channel.close();
      outbox.close();
    }
  }

  private void tellOfMissed(Address node) {
    nodes.missed(node);
  }

  private void beatAgainAndAgain() {
    try {
      while (!left.get()) {
        Thread.sleep(MILLIS_BETWEEN_BEATS);
        beat();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void beat() {
    try {
      nodes.beat().forEach(this::sendBeat);
    } catch (RuntimeException | Error fault) {
      LOG.error("fault while looking who is in sight", fault);
    }
  }

  /** Not tried again: it says how things are now. */
  private void sendBeat(Address node, byte[] beat) {
    try {
      channel.send(
          new BytesMessage(node, beat).setFlag(Message.Flag.OOB, Message.Flag.NO_RELIABILITY));
    } catch (Exception e) {
      LOG.debug("a beat was not sent", e);
    }
  }

  /** The receiver that JGroups calls, on threads of its own. */
  private final class FromChannel implements Receiver {
    @Override
    public void viewAccepted(View view) {
      try {
        nodes.follow(view, channel.getAddress());
      } catch (RuntimeException | Error fault) {
        LOG.error("fault when nodes came or went", fault);
      }
    }

    @Override
    public void receive(Message message) {
      if (!(message instanceof BytesMessage)) {
        return;
      }
      byte[] encoded = new byte[message.getLength()];
      System.arraycopy(message.getArray(), message.getOffset(), encoded, 0, encoded.length);
      try {
        nodes.receive(message.getSrc(), encoded);
      } catch (RuntimeException | Error fault) {
        LOG.error("fault in a message of a node", fault);
      }
    }
  }
}
