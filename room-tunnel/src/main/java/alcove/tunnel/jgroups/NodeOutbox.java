package alcove.tunnel.jgroups;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jgroups.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that are to be sent to other nodes, in order, by a thread of its own, since JGroups may
 * have its sender wait. Holds {@value #MOST} messages and {@value #MOST_BYTES} bytes; what comes
 * beyond that is lost. Thread-safe.
 */
final class NodeOutbox {
  /** The way out for one message. */
  @FunctionalInterface
  interface Wire {
    /**
     * Sends it; may wait.
     *
     * @throws Exception as JGroups declares it
     */
    void send(Address node, byte[] message) throws Exception;
  }

  private static final Logger LOG = LoggerFactory.getLogger(NodeOutbox.class);
  private static final int MOST = 4096;
  private static final int MOST_BYTES = 32 << 20;

  private final BlockingQueue<Outgoing> queue = new ArrayBlockingQueue<>(MOST);
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong lost = new AtomicLong();
  private final Wire wire;
  private final Thread thread;

  private static final class Outgoing {
    private final Address node;
    private final byte[] message;

    Outgoing(Address node, byte[] message) {
      this.node = node;
      this.message = message;
    }
  }

  NodeOutbox(Wire wire) {
    this.wire = wire;
    this.thread = Thread.ofPlatform().daemon().name("cluster-send").start(this::sendAll);
  }

  /** Sends {@code message} after all that was put before; never waits. */
  void put(Address node, byte[] message) {
    boolean fits =
        bytes.addAndGet(message.length) <= MOST_BYTES && queue.offer(new Outgoing(node, message));
    if (!fits) {
      bytes.addAndGet(-message.length);
      lost.incrementAndGet();
    }
  }

  /** Messages that were lost for want of room. */
  long lost() {
    return lost.get();
  }

  private void sendAll() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Outgoing next = queue.take();
        bytes.addAndGet(-next.message.length);
        send(next);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void send(Outgoing next) throws InterruptedException {
    try {
      wire.send(next.node, next.message);
    } catch (InterruptedException closed) {
      throw closed;
    } catch (Exception e) {
      LOG.debug("a message to a node was not sent", e);
    }
  }

  void close() {
    thread.interrupt();
  }
}
