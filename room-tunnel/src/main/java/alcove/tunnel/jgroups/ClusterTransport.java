package alcove.tunnel.jgroups;

import org.jgroups.blocks.cs.Connection;
import org.jgroups.conf.ClassConfigurator;
import org.jgroups.protocols.TCP;

/**
 * The transport of JGroups over {@link ClusterSocket}s. It takes the end of a connection for a sign
 * that the node at its other end has ended, but not of one that never came about: whether that node
 * is frozen or just busy, its silence tells.
 */
final class ClusterTransport extends TCP {
  ClusterTransport() {
    setId(ClassConfigurator.getProtocolId(TCP.class));
  }

  @Override
  public void connectionClosed(Connection connection) {
    if (connection.localAddress() != null) {
      super.connectionClosed(connection);
    }
  }
}
