package alcove.tunnel.jgroups;

import alcove.crypto.SharedKey;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
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

  /** How long the other side may be silent in a handshake that we begin. */
  private static final int MILLIS_OF_SILENCE = 2_000;

  private final SSLSocketFactory tls;

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

  private static SSLParameters parameters(SSLSocket socket) {
    SSLParameters parameters = socket.getSSLParameters();
    parameters.setProtocols(new String[] {"TLSv1.3"});
    return parameters;
  }

  /** A socket that gives up a handshake with whoever is silent. */
  @Override
  public Socket createSocket(String name) throws IOException {
    SSLSocket socket = (SSLSocket) tls.createSocket();
    socket.setSSLParameters(parameters(socket));
    socket.setSoTimeout(MILLIS_OF_SILENCE);
    socket.addHandshakeCompletedListener(done -> mayBeSilent(done.getSocket()));
    return socket;
  }

  private static void mayBeSilent(SSLSocket socket) {
    try {
      socket.setSoTimeout(0);
    } catch (SocketException closed) {
      LOG.trace("closed at once");
    }
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
    socket.connect(to, MILLIS_OF_SILENCE);
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
