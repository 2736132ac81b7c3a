package alcove.tunnel.jgroups;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A place of a node that accepts connections and then neither says nor takes anything, as the
 * system of a frozen process does.
 */
final class SilentPlace implements AutoCloseable {
  private final ServerSocket listener;
  private final List<Socket> accepted = new CopyOnWriteArrayList<>();

  SilentPlace() throws IOException {
    listener = new ServerSocket(0, 0, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::acceptAll);
  }

  private void acceptAll() {
    while (!listener.isClosed()) {
      try {
        accepted.add(listener.accept());
      } catch (IOException closed) {
        return;
      }
    }
  }

  int port() {
    return listener.getLocalPort();
  }

  /** Connections that were made to it so far. */
  int accepted() {
    return accepted.size();
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket each : accepted) {
      each.close();
    }
  }
}
