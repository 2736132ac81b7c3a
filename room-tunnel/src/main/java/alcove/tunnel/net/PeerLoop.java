package alcove.tunnel.net;

import alcove.tunnel.boxstream.BoxEncoder;
import alcove.tunnel.boxstream.BoxScratch;
import io.netty.channel.EventLoop;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The things that the connections of one event loop share: scratch arrays, so that an idle
 * connection holds no buffer, and one clock tick a second for all their deadlines. Confined to that
 * loop, but for {@link #run}.
 *
 * <p>Nobody pays for what this loop itself was late with, because the process was stopped, swapped
 * out or without CPU: its clock stands still while it does not come round, and deadlines are judged
 * by the time of the tick before, so what had come by then has been read.
 */
public final class PeerLoop {
  private static final Logger LOG = LoggerFactory.getLogger(PeerLoop.class);

  /** By how much the clock goes on from one tick to the next, at most. */
  private static final long LONGEST_STEP = TimeUnit.MILLISECONDS.toNanos(1250);

  private final EventLoop eventLoop;
  private final LongSupplier nanoTime;
  private final Set<Ticking> ticking = new LinkedHashSet<>();
  private volatile long lastTick;
  private volatile long timeOfLastTick;

  final BoxScratch boxes = new BoxScratch();
  final byte[] plain = new byte[BoxEncoder.MAX_BODY];
  final MemorySegment plainSegment = MemorySegment.ofArray(plain);

  PeerLoop(EventLoop eventLoop, LongSupplier nanoTime) {
    this.eventLoop = eventLoop;
    this.nanoTime = nanoTime;
    this.lastTick = nanoTime.getAsLong();
    var _ = eventLoop.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
  }

  /** The loop itself. */
  public EventLoop eventLoop() {
    return eventLoop;
  }

  /**
   * The time in nanoseconds since this loop began, without what it was late: what deadlines go by.
   */
  public long now() {
    return timeOfLastTick + Math.min(nanoTime.getAsLong() - lastTick, LONGEST_STEP);
  }

  /**
   * Runs {@code task} on this loop: at once when called there, otherwise as soon as the loop gets
   * to it. Any thread. Never once the loop has ended, for then all its connections have, too.
   */
  public void run(Runnable task) {
    if (eventLoop.inEventLoop()) {
      task.run();
      return;
    }
    try {
      eventLoop.execute(task);
    } catch (RejectedExecutionException ended) {
      LOG.debug("too late for a loop that has ended");
    }
  }

  /** The monotonic clock in nanoseconds, for rates. */
  public LongSupplier clock() {
    return nanoTime;
  }

  /** Ticks {@code each} from now on, behind those who were there before. */
  public void add(Ticking each) {
    ticking.add(each);
  }

  /** No longer ticks {@code each}; says whether it did. */
  public boolean remove(Ticking each) {
    return ticking.remove(each);
  }

  private void tick() {
    long judged = timeOfLastTick;
    timeOfLastTick = now();
    lastTick = nanoTime.getAsLong();
    for (Ticking each : ticking.toArray(Ticking[]::new)) {
      try {
        each.tick(judged);
      } catch (RuntimeException fault) {
        // Netty would never call again, and all others would be without deadlines.
        LOG.error("fault in a tick", fault);
      }
    }
  }
}
