package alcove.tunnel.jgroups;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jgroups.Address;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Messages that are to be sent to other nodes, in order, by a thread of its own, since JGroups may
 * have its sender wait. Holds {@value #MOST} messages and {@value #MOST_BYTES} bytes; what comes
 * beyond that is lost, and who was to get it is named when there is room again. Thread-safe.
 *
 * <p>Urgent messages have a queue of their own, with the same bounds, which goes first: whatever
 * fills the other one, blocks come through.
 *
 * <p>A card is not lost: one for each node waits beside them, goes out before them, and is tried
 * again until it has gone. For a node that does not know who sends takes nothing of what is sent,
 * and nobody would notice.
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
  private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(500);

  /** How long after a loss who has missed something is named. */
  private static final long UNTIL_NAMED = TimeUnit.SECONDS.toNanos(1);

  /** The same for one that misses something each time when it is named: it doubles up to that. */
  private static final long LONGEST_UNTIL_NAMED = TimeUnit.MINUTES.toNanos(1);

  private final Lane usual = new Lane();
  private final Lane urgent = new Lane();
  private final Map<Address, Outgoing> cards = new LinkedHashMap<>();
  private final Set<Address> presented = new HashSet<>();
  private final Map<Address, Missing> missing = new LinkedHashMap<>();
  private final Wire wire;
  private final Consumer<Address> onMissed;
  private final Thread thread;
  private long lost;

  /**
   * A node that has missed something, or has been told so.
   *
   * @param due when it may be named, by {@link System#nanoTime}, or when it was
   * @param pause how long that was after the loss
   */
  private record Missing(boolean isNamed, long due, long pause) {
    static Missing after(@Nullable Missing before, long now) {
      long pause =
          before != null && now - before.due < 2 * before.pause
              ? Math.min(2 * before.pause, LONGEST_UNTIL_NAMED)
              : UNTIL_NAMED;
      return new Missing(false, now + pause, pause);
    }

    boolean isDue(long now) {
      return !isNamed && now - due >= 0;
    }

    Missing named(long now) {
      return new Missing(true, now, pause);
    }
  }

  /** The next thing that its thread does. */
  @FunctionalInterface
  private interface Work {
    void run() throws InterruptedException;
  }

  /** Messages in their order, so many at most. */
  private static final class Lane {
    private final Deque<Outgoing> queue = new ArrayDeque<>();
    private long bytes;

    private boolean add(Outgoing message) {
      if (queue.size() >= MOST || bytes + message.message.length > MOST_BYTES) {
        return false;
      }
      bytes += message.message.length;
      return queue.add(message);
    }

    /** Whether as much again would fit. */
    private boolean hasRoom() {
      return queue.size() <= MOST / 2 && bytes <= MOST_BYTES / 2;
    }

    private @Nullable Outgoing poll() {
      Outgoing message = queue.poll();
      if (message != null) {
        bytes -= message.message.length;
      }
      return message;
    }
  }

  private static final class Outgoing {
    private final Address node;
    private final byte[] message;
    private final boolean isCard;

    /** When it may be sent, by {@link System#nanoTime}. */
    private final long due;

    Outgoing(Address node, byte[] message, boolean isCard, long due) {
      this.node = node;
      this.message = message;
      this.isCard = isCard;
      this.due = due;
    }
  }

  /**
   * An empty one.
   *
   * @param onMissed hears of each node for which a message was lost, when there is room again, and
   *     once more later if it fails; on the thread of this outbox, which waits for it
   */
  NodeOutbox(Wire wire, Consumer<Address> onMissed) {
    this.wire = wire;
    this.onMissed = onMissed;
    this.thread = Thread.ofPlatform().daemon().name("cluster-send").start(this::sendAll);
  }

  /** Sends {@code message} after all that was put before; never waits. */
  void put(Address node, byte[] message) {
    put(usual, node, message);
  }

  /** Sends {@code message} before all that is not urgent; never waits. */
  void putUrgent(Address node, byte[] message) {
    put(urgent, node, message);
  }

  private synchronized void put(Lane lane, Address node, byte[] message) {
    if (lane.add(new Outgoing(node, message, false, 0))) {
      notifyAll();
    } else if (lose(node)) {
      LOG.warn("messages to another node are lost: it will be told anew what it has to know");
    }
  }

  /** Notes that a node has missed something, and whether that is new. */
  private synchronized boolean lose(Address node) {
    lost++;
    Missing before = missing.get(node);
    boolean isNew = before == null || before.isNamed();
    if (isNew) {
      missing.put(node, Missing.after(before, System.nanoTime()));
      notifyAll();
    }
    return isNew;
  }

  /** Sends {@code card} before all that waits, instead of one that waits for the same node. */
  synchronized void present(Address node, byte[] card) {
    presented.add(node);
    cards.put(node, new Outgoing(node, card, true, System.nanoTime()));
    notifyAll();
  }

  /** Drops the cards for nodes that are none of these, and what these have missed. */
  synchronized void retain(Collection<Address> nodes) {
    presented.retainAll(nodes);
    cards.keySet().retainAll(nodes);
    missing.keySet().retainAll(nodes);
  }

  /** Messages that were lost. */
  synchronized long lost() {
    return lost;
  }

  private void sendAll() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        sendNext();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whatever fails, memory that is short included, sending goes on. */
  private void sendNext() throws InterruptedException {
    try {
      next().run();
    } catch (RuntimeException | Error fault) {
      LOG.error("fault while sending to other nodes", fault);
      TimeUnit.NANOSECONDS.sleep(PAUSE);
    }
  }

  private synchronized Work next() throws InterruptedException {
    while (true) {
      long now = System.nanoTime();
      Optional<Outgoing> card =
          cards.values().stream().filter(each -> now - each.due >= 0).findFirst();
      if (card.isPresent()) {
        cards.remove(card.get().node);
        return () -> send(card.get());
      }
      Optional<Address> told = nextMissing(now);
      if (told.isPresent()) {
        return () -> name(told.get());
      }
      Outgoing message = urgent.poll();
      if (message == null) {
        message = usual.poll();
      }
      if (message != null) {
        Outgoing first = message;
        return () -> send(first);
      }
      if (cards.isEmpty() && missing.values().stream().allMatch(Missing::isNamed)) {
        wait();
      } else {
        TimeUnit.NANOSECONDS.timedWait(this, PAUSE);
      }
    }
  }

  /** The next that is to be named, which it is by that. */
  private Optional<Address> nextMissing(long now) {
    if (!urgent.hasRoom() || !usual.hasRoom()) {
      return Optional.empty();
    }
    Optional<Address> next =
        missing.entrySet().stream()
            .filter(each -> each.getValue().isDue(now))
            .map(Map.Entry::getKey)
            .findFirst();
    next.ifPresent(node -> missing.computeIfPresent(node, (_, each) -> each.named(now)));
    return next;
  }

  private void send(Outgoing next) throws InterruptedException {
    try {
      wire.send(next.node, next.message);
    } catch (InterruptedException closed) {
      throw closed;
    } catch (Exception e) {
      LOG.debug("a message to a node was not sent", e);
      notSent(next);
    } catch (Error fault) {
      LOG.error("fault while sending to another node", fault);
      notSent(next);
    }
  }

  private void notSent(Outgoing message) {
    if (message.isCard) {
      tryAgain(message);
    } else {
      var _ = lose(message.node);
    }
  }

  private void name(Address node) {
    try {
      onMissed.accept(node);
    } catch (RuntimeException | Error fault) {
      LOG.error("fault when a node was to be told what it has missed", fault);
      var _ = lose(node);
    }
  }

  private synchronized void tryAgain(Outgoing card) {
    if (presented.contains(card.node)) {
      cards.putIfAbsent(
          card.node, new Outgoing(card.node, card.message, true, System.nanoTime() + PAUSE));
    }
  }

  void close() {
    thread.interrupt();
  }
}
