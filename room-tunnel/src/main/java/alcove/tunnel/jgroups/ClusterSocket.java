package alcove.tunnel.jgroups;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection to another node on which only reading ever waits for that node. JGroups has one
 * thread that sends to all nodes, and others that close connections while all wait for them: one
 * node that is frozen must keep none of these.
 *
 * <p>{@link #connect} returns at once. A thread of the socket's own connects, makes the handshake,
 * and writes what waits in {@link UnsentBytes}; all of that before the first byte within the time
 * that {@code connect} was given. {@link #close} returns at once as well: what waits has {@value
 * #MILLIS_TO_END} ms to go out. Thread-safe, and of the methods of sockets it has those that
 * JGroups calls.
 */
final class ClusterSocket extends Socket {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterSocket.class);
  private static final int MILLIS_TO_END = 1_000;
  private static final int RECEIVED = 8192;

  /** TLS, when its handshake is done. */
  @FunctionalInterface
  private interface TlsOpening {
    SSLSocket open() throws IOException;
  }

  private final ClusterSockets sockets;
  private final Socket plain;
  private final UnsentBytes unsent = new UnsentBytes(System::nanoTime);
  private final CompletableFuture<InputStream> ready = new CompletableFuture<>();
  private final CompletableFuture<Void> over = new CompletableFuture<>();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile @Nullable InetSocketAddress place;

  /** One that is not connected yet. */
  ClusterSocket(ClusterSockets sockets) {
    this(sockets, new Socket());
  }

  private ClusterSocket(ClusterSockets sockets, Socket plain) {
    this.sockets = sockets;
    this.plain = plain;
  }

  /** One that another node opened and whose handshake, over {@code plain}, is done. */
  static ClusterSocket accepted(ClusterSockets sockets, Socket plain, SSLSocket tls) {
    ClusterSocket socket = new ClusterSocket(sockets, plain);
    socket.place = (InetSocketAddress) plain.getRemoteSocketAddress();
    socket.begin(() -> tls);
    return socket;
  }

  /**
   * Connects and makes the handshake on a thread of its own; what is written meanwhile goes out
   * then.
   *
   * @param millis how long both may take together
   * @throws ConnectException if the place did not answer lately
   */
  @Override
  public void connect(SocketAddress endpoint, int millis) throws IOException {
    InetSocketAddress to = (InetSocketAddress) endpoint;
    sockets.requireAnswering(to);
    place = to;
    long from = System.nanoTime();
    ready.orTimeout(millis, TimeUnit.MILLISECONDS).exceptionally(failure -> giveUp(to, from));
    begin(() -> sockets.clientSide(plain, to, millis));
  }

  @Override
  public void connect(SocketAddress endpoint) throws IOException {
    connect(endpoint, ClusterSockets.MILLIS_OF_CONNECTING);
  }

  private @Nullable InputStream giveUp(InetSocketAddress to, long from) {
    if (!closed.get()) {
      sockets.noteSilence(to, System.nanoTime() - from);
    }
    abort();
    return null;
  }

  private void begin(TlsOpening opening) {
    begun.set(true);
    Thread.ofVirtual().name("cluster-socket").start(() -> run(opening));
  }

  private void run(TlsOpening opening) {
    try (SSLSocket tls = opening.open()) {
      if (ready.complete(new BufferedInputStream(tls.getInputStream(), RECEIVED))) {
        sendAll(tls.getOutputStream());
      }
    } catch (IOException e) {
      LOG.debug("a connection to a node ends: {}", e.getClass().getSimpleName());
      ready.completeExceptionally(e);
    } catch (InterruptedException nobodyDoes) {
      Thread.currentThread().interrupt();
    } finally {
      unsent.end();
      abort();
      over.complete(null);
    }
  }

  private void sendAll(OutputStream out) throws IOException, InterruptedException {
    for (byte[] next = unsent.next(); next != null; next = unsent.next()) {
      out.write(next);
      unsent.taken(next.length);
    }
  }

  /** Ends it at once; what the system still holds for the other side is dropped. */
  private void abort() {
    try {
      plain.setSoLinger(true, 0);
    } catch (SocketException alreadyClosed) {
      LOG.trace("closed before");
    }
    ClusterSockets.closeQuietly(plain);
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      unsent.end();
      if (begun.get()) {
        over.orTimeout(MILLIS_TO_END, TimeUnit.MILLISECONDS)
            .exceptionally(
                late -> {
                  abort();
                  return null;
                });
      } else {
        abort();
      }
    }
  }

  /**
   * Waits until the other side has sent something, which stays to be read.
   *
   * @throws EOFException if it ends before
   */
  void awaitBytes() throws IOException {
    InputStream in = received();
    in.mark(1);
    if (in.read() < 0) {
      throw new EOFException();
    }
    in.reset();
  }

  private InputStream received() throws IOException {
    try {
      return ready.get();
    } catch (ExecutionException e) {
      throw (IOException) new SocketException("not connected").initCause(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SocketException("interrupted");
    }
  }

  @Override
  public InputStream getInputStream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        return received().read();
      }

      @Override
      public int read(byte[] to, int offset, int length) throws IOException {
        return received().read(to, offset, length);
      }
    };
  }

  @Override
  public OutputStream getOutputStream() {
    return unsent;
  }

  @Override
  public boolean isConnected() {
    return begun.get();
  }

  @Override
  public boolean isClosed() {
    return closed.get() || plain.isClosed();
  }

  @Override
  public void bind(SocketAddress address) throws IOException {
    plain.bind(address);
  }

  /** None before the handshake is done. */
  @Override
  public @Nullable SocketAddress getLocalSocketAddress() {
    return ready.isDone() && !ready.isCompletedExceptionally()
        ? plain.getLocalSocketAddress()
        : null;
  }

  @Override
  public InetAddress getLocalAddress() {
    return plain.getLocalAddress();
  }

  @Override
  public int getLocalPort() {
    return plain.getLocalPort();
  }

  @Override
  public @Nullable SocketAddress getRemoteSocketAddress() {
    return place;
  }

  @Override
  public @Nullable InetAddress getInetAddress() {
    InetSocketAddress to = place;
    return to == null ? null : to.getAddress();
  }

  @Override
  public int getPort() {
    InetSocketAddress to = place;
    return to == null ? 0 : to.getPort();
  }

  @Override
  public void setSoTimeout(int millis) throws SocketException {
    plain.setSoTimeout(millis);
  }

  @Override
  public int getSoTimeout() throws SocketException {
    return plain.getSoTimeout();
  }

  @Override
  public void setTcpNoDelay(boolean isOn) throws SocketException {
    plain.setTcpNoDelay(isOn);
  }

  @Override
  public void setKeepAlive(boolean isOn) throws SocketException {
    plain.setKeepAlive(isOn);
  }
}
