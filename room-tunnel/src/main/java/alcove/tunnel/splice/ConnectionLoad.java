package alcove.tunnel.splice;

import alcove.limits.TokenBucket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The tunnels of one connection, and who waits for it. Thread-safe, but for the legs and the rate,
 * which are its event loop's.
 */
final class ConnectionLoad {
  /** How long after it carried something a tunnel counts as in use, in nanoseconds. */
  private static final long LATELY = Duration.ofSeconds(5).toNanos();

  private static final long LONG_AGO = Long.MIN_VALUE / 2;

  private final AtomicInteger legCount = new AtomicInteger();
  private final List<PeerLeg> legs = new ArrayList<>(0);
  private final AtomicInteger outgoing = new AtomicInteger();
  private final AtomicInteger incoming = new AtomicInteger();
  private final PendingTunnels pending;
  private final TokenBucket rate;

  /** Directions that keep us from reading from it. */
  private final AtomicInteger pausing = new AtomicInteger();

  private volatile long pausedAt;
  private volatile boolean awaited;
  private volatile @Nullable PeerLeg lastArrived;
  private volatile long arrivedAt = LONG_AGO;
  private volatile long othersArrivedAt = LONG_AGO;

  ConnectionLoad(TokenBucket rate, int pending) {
    this.rate = rate;
    this.pending = new PendingTunnels(pending);
  }

  /** Takes one from the rate at which it opens tunnels, if there is one left. */
  boolean tryOpen() {
    return rate.tryTake();
  }

  /** Counts a tunnel that it opens, unless it has {@code most}. */
  boolean reserveOutgoing(int most) {
    return reserve(outgoing, most);
  }

  void releaseOutgoing() {
    outgoing.decrementAndGet();
  }

  /** Counts a tunnel that leads to it, unless it has {@code most}. */
  boolean reserveIncoming(int most) {
    return reserve(incoming, most);
  }

  void releaseIncoming() {
    incoming.decrementAndGet();
  }

  private static boolean reserve(AtomicInteger count, int most) {
    if (count.incrementAndGet() > most) {
      count.decrementAndGet();
      return false;
    }
    return true;
  }

  void add(PeerLeg leg) {
    legs.add(leg);
    legCount.incrementAndGet();
    legs().forEach(PeerLeg::renewPause);
  }

  void remove(PeerLeg leg) {
    legs.remove(leg);
    legCount.decrementAndGet();
  }

  /** Its ends of tunnels, on its event loop. */
  List<PeerLeg> legs() {
    return List.copyOf(legs);
  }

  /** Those that lead here and are not answered. */
  PendingTunnels pending() {
    return pending;
  }

  /** Notes whether calls of ours wait for its answer, which only its event loop knows. */
  void awaited(boolean now) {
    awaited = now;
  }

  /** Whether it carries something beside one tunnel. */
  boolean isShared() {
    return legCount.get() > 1 || awaited;
  }

  /** Notes that it has sent something by one of its tunnels; on its event loop. */
  void arrived(PeerLeg leg, long now) {
    if (leg != lastArrived) {
      othersArrivedAt = arrivedAt;
      lastArrived = leg;
    }
    arrivedAt = now;
  }

  /** Notes that a direction more keeps us from reading from it; on its event loop. */
  void pause(long now) {
    if (pausing.getAndIncrement() == 0) {
      pausedAt = now;
    }
  }

  void resume() {
    pausing.decrementAndGet();
  }

  /** Who waits besides one of its tunnels because we do not read from it. */
  Waiting othersWait(PeerLeg leg) {
    if (pausing.get() == 0 || !isShared()) {
      return Waiting.NOBODY;
    }
    long lastOfOthers = leg == lastArrived ? othersArrivedAt : arrivedAt;
    return awaited || pausedAt - lastOfOthers < LATELY ? Waiting.BUSY : Waiting.QUIET;
  }
}
