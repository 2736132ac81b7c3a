package alcove.tunnel.jgroups;

import alcove.crypto.SharedKey;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jgroups.util.DefaultSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets of JGroups: TLS 1.3 by the room's key in both directions, and nothing else.
 * Thread-safe.
 */
final class ClusterSockets extends DefaultSocketFactory {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterSockets.class);

  /** How long connecting and a handshake that we begin may take together. */
  static final int MILLIS_OF_CONNECTING = 2_000;

  private final SSLSocketFactory tls;

  /** Until when nobody tries again to connect to a place, by {@link System#nanoTime}. */
  private final Map<InetSocketAddress, Long> silent = new ConcurrentHashMap<>();

  ClusterSockets(SharedKey key) {
    this.tls = key.tls().getSocketFactory();
  }

  /** Our side of a handshake that somebody else begins. */
  SSLSocket serverSide(Socket plain) throws IOException {
    plain.setTcpNoDelay(true);
    SSLSocket socket = (SSLSocket) tls.createSocket(plain, null, true);
    SSLParameters parameters = parameters(socket);
    parameters.setNeedClientAuth(true);
    socket.setSSLParameters(parameters);
    return socket;
  }

  /** Connects {@code plain} and makes a handshake, with whoever is silent until it is closed. */
  SSLSocket clientSide(Socket plain, InetSocketAddress to, int millis) throws IOException {
    plain.connect(to, millis);
    SSLSocket socket = (SSLSocket) tls.createSocket(plain, to.getHostString(), to.getPort(), true);
    socket.setSSLParameters(parameters(socket));
    socket.startHandshake();
    return socket;
  }

  private static SSLParameters parameters(SSLSocket socket) {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    return parameters;
  }

  /**
   * Has nobody try again for as long as a place was tried in vain. A connection that we try to make
   * has JGroups refuse one from there, which may come through where ours does not.
   */
  void noteSilence(InetSocketAddress place, long nanos) {
    long now = System.nanoTime();
    silent.values().removeIf(until -> now - until >= 0);
    silent.put(place, now + nanos);
  }

  /**
   * Fails at once where a place did not answer lately.
   *
   * @throws ConnectException in that case
   */
  void requireAnswering(InetSocketAddress place) throws ConnectException {
    Long until = silent.get(place);
    if (until != null && System.nanoTime() - until < 0) {
      throw new ConnectException("does not answer");
    }
  }

  /** A socket that never has its user wait, but for what it receives. */
  @Override
  public Socket createSocket(String name) throws IOException {
    return new ClusterSocket(this);
  }

  @Override
  public Socket createSocket(String name, String host, int port) throws IOException {
    return connected(createSocket(name), new InetSocketAddress(host, port));
  }

  @Override
  public Socket createSocket(String name, InetAddress host, int port) throws IOException {
    return connected(createSocket(name), new InetSocketAddress(host, port));
  }

  private static Socket connected(Socket socket, InetSocketAddress to) throws IOException {
    socket.connect(to);
    return socket;
  }

  @Override
  public ServerSocket createServerSocket(String name) throws IOException {
    return new TlsListener(this);
  }

  @Override
  public ServerSocket createServerSocket(String name, int port, int backlog, InetAddress address)
      throws IOException {
    ServerSocket listener = createServerSocket(name);
    listener.bind(new InetSocketAddress(address, port), backlog);
    return listener;
  }

  @Override
  public ServerSocket createServerSocket(String name, int port) throws IOException {
    throw new IOException("no listener without an address");
  }

  @Override
  public ServerSocket createServerSocket(String name, int port, int backlog) throws IOException {
    throw new IOException("no listener without an address");
  }

  static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.trace("cannot close a socket", e);
    }
  }
}
