package alcove.tunnel.jgroups;

import alcove.crypto.SharedKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.jgroups.protocols.FD_ALL3;
import org.jgroups.protocols.FRAG2;
import org.jgroups.protocols.MERGE3;
import org.jgroups.protocols.TCP;
import org.jgroups.protocols.TCPPING;
import org.jgroups.protocols.UNICAST3;
import org.jgroups.protocols.VERIFY_SUSPECT2;
import org.jgroups.protocols.pbcast.GMS;
import org.jgroups.protocols.pbcast.NAKACK2;
import org.jgroups.protocols.pbcast.STABLE;
import org.jgroups.stack.Protocol;

/**
 * The protocols of JGroups that a node runs, all named here: nothing is read from a file, nothing
 * is sent to groups of addresses, no port is opened but the one that was named.
 *
 * <p>A process that ends is seen by its connections ({@code enable_suspect_events}), as {@code
 * FD_SOCK2} would, whose sockets speak no TLS; one that is frozen, or whose machine is gone, by its
 * silence.
 */
final class ClusterStack {
  private static final int MILLIS_OF_SILENCE = 3_000;
  private static final int LONGEST_PACKET = 256 << 10;
  private static final int FRAGMENT = 60_000;
  private static final int MOST_THREADS = 32;

  private final TCPPING discovery = new TCPPING();
  private final List<Protocol> protocols;

  /**
   * The protocols of one node.
   *
   * @param listen where it listens
   * @param reached how others reach that
   */
  ClusterStack(InetSocketAddress listen, InetSocketAddress reached, SharedKey key) {
    discovery.setPortRange(0);
    discoverAt(List.of(reached));
    protocols =
        List.of(
            transport(listen, reached.getAddress(), reached.getPort(), key),
            discovery,
            new MERGE3().setMinInterval(1_000).setMaxInterval(3_000).setCheckInterval(6_000),
            new FD_ALL3().setTimeout(MILLIS_OF_SILENCE).setInterval(1_000),
            new VERIFY_SUSPECT2().setTimeout(1_000),
            new NAKACK2().useMcastXmit(false),
            new UNICAST3(),
            new STABLE().setDesiredAverageGossip(30_000).setMaxBytes(4 << 20),
            membership(),
            new FRAG2().setFragSize(FRAGMENT));
  }

  private static TCP transport(
      InetSocketAddress listen, InetAddress host, int port, SharedKey key) {
    TCP tcp = new ClusterTransport();
    tcp.setBindAddress(listen.getAddress());
    tcp.setBindPort(listen.getPort());
    tcp.setPortRange(0);
    tcp.setExternalAddr(host);
    tcp.setExternalPort(port);
    tcp.setSockConnTimeout(ClusterSockets.MILLIS_OF_CONNECTING);
    tcp.setPeerAddrReadTimeout(MILLIS_OF_SILENCE);
    tcp.setMaxLength(LONGEST_PACKET);
    tcp.tcpNodelay(true);
    tcp.logDetails(false);
    tcp.enableSuspectEvents(true);
    // our sockets never have a sender wait, and queue more than messages
    tcp.nonBlockingSends(false);
    tcp.useVirtualThreads(true);
    tcp.getThreadPool().setMaxThreads(MOST_THREADS);
    tcp.setSocketFactory(new ClusterSockets(key));
    return tcp;
  }

  private static GMS membership() {
    return new GMS()
        .setJoinTimeout(3_000)
        .setMaxJoinAttempts(5)
        .setLeaveTimeout(2_000)
        .printLocalAddress(false);
  }

  Protocol[] protocols() {
    return protocols.toArray(Protocol[]::new);
  }

  /** Asks at {@code places} for other nodes from now on; not for none. Any thread. */
  void discoverAt(List<InetSocketAddress> places) {
    discovery.setInitialHosts(List.copyOf(places));
  }
}
