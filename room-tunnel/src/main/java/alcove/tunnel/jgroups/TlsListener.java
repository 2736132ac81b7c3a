package alcove.tunnel.jgroups;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A listener that hands out only sockets whose handshake is done, and so only those of this room,
 * and whose other side has said something. JGroups makes the handshake and reads the first words in
 * the thread that accepts, where somebody who says nothing would keep all others out.
 *
 * <p>Both have {@value #SECONDS} seconds together, however the bytes come; so many run at once, and
 * one more ends the oldest. Whoever fails is closed without a word. Accepts on a thread of its own
 * from the first {@link #accept} until {@link #close}.
 */
final class TlsListener extends ServerSocket {
  /** Handshakes at once, and sockets that are ready to be taken. */
  static final int MOST = 64;

  private static final Logger LOG = LoggerFactory.getLogger(TlsListener.class);
  private static final int SECONDS = 5;
  private static final int MILLIS_BETWEEN_LOOKS = 500;

  private final ClusterSockets sockets;
  private final BlockingQueue<Socket> ready = new ArrayBlockingQueue<>(MOST);
  private final Map<Socket, Long> pending = new LinkedHashMap<>();
  private final AtomicBoolean accepts = new AtomicBoolean();

  TlsListener(ClusterSockets sockets) throws IOException {
    this.sockets = sockets;
  }

  @Override
  public Socket accept() throws IOException {
    if (accepts.compareAndSet(false, true)) {
      setSoTimeout(MILLIS_BETWEEN_LOOKS);
      Thread.ofPlatform().daemon().name("cluster-accept").start(this::acceptAll);
    }
    try {
      Socket socket = null;
      while (socket == null) {
        requireOpen();
        socket = ready.poll(MILLIS_BETWEEN_LOOKS, TimeUnit.MILLISECONDS);
      }
      return socket;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SocketException("interrupted");
    }
  }

  private void requireOpen() throws SocketException {
    if (isClosed()) {
      throw new SocketException("closed");
    }
  }

  private void acceptAll() {
    while (!isClosed()) {
      try {
        begin(super.accept());
      } catch (SocketTimeoutException nobody) {
        LOG.trace("nobody came");
      } catch (IOException | RuntimeException | Error e) {
        LOG.debug("cannot accept", e);
        rest();
      }
      endOverdue();
    }
    closeAll();
  }

  /** The system may have no sockets left for a while. */
  private void rest() {
    if (!isClosed()) {
      try {
        Thread.sleep(MILLIS_BETWEEN_LOOKS);
      } catch (InterruptedException nobodyDoes) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void begin(Socket plain) {
    Socket oldest = enter(plain);
    if (oldest != null) {
      ClusterSockets.closeQuietly(oldest);
    }
    Thread.ofVirtual().name("cluster-handshake").start(() -> handshake(plain));
  }

  private @Nullable Socket enter(Socket plain) {
    synchronized (pending) {
      Socket oldest = pending.size() < MOST ? null : pending.keySet().iterator().next();
      if (oldest != null) {
        pending.remove(oldest);
      }
      pending.put(plain, System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS));
      return oldest;
    }
  }

  private void handshake(Socket plain) {
    try {
      SSLSocket tls = sockets.serverSide(plain);
      tls.startHandshake();
      offer(plain, ClusterSocket.accepted(sockets, plain, tls));
    } catch (IOException | UncheckedIOException e) {
      LOG.debug("refused a socket: {}", e.getClass().getSimpleName());
      leave(plain);
      ClusterSockets.closeQuietly(plain);
    }
  }

  private void offer(Socket plain, ClusterSocket socket) throws IOException {
    try {
      socket.awaitBytes();
      if (leave(plain) && ready.offer(socket)) {
        return;
      }
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    socket.close();
  }

  private boolean leave(Socket plain) {
    synchronized (pending) {
      return pending.remove(plain) != null;
    }
  }

  private void endOverdue() {
    long now = System.nanoTime();
    List<Socket> overdue = new ArrayList<>();
    synchronized (pending) {
      Iterator<Map.Entry<Socket, Long>> all = pending.entrySet().iterator();
      while (all.hasNext()) {
        Map.Entry<Socket, Long> each = all.next();
        if (now - each.getValue() > 0) {
          overdue.add(each.getKey());
          all.remove();
        }
      }
    }
    overdue.forEach(ClusterSockets::closeQuietly);
  }

  private void closeAll() {
    List<Socket> all = new ArrayList<>();
    synchronized (pending) {
      all.addAll(pending.keySet());
      pending.clear();
    }
    ready.drainTo(all);
    all.forEach(ClusterSockets::closeQuietly);
  }

  /** Handshakes under way. */
  int pending() {
    synchronized (pending) {
      return pending.size();
    }
  }
}
