package alcove.tunnel.net;

import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** An event loop that runs when the test says so, by a clock that the test sets. */
public final class HandLoop {
  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final AtomicLong clock = new AtomicLong(Duration.ofDays(1).toNanos());
  final PeerLoop loop;

  /** A loop that stands still. */
  public HandLoop() {
    channel.freezeTime();
    loop = new PeerLoop(channel.eventLoop(), clock::get);
  }

  /** What its connections share. */
  public PeerLoop loop() {
    return loop;
  }

  /** Runs what is due, and what that brings about. */
  public void run() {
    channel.runPendingTasks();
  }

  /** Lets time pass while the loop does not come round, as on a machine that does other things. */
  public void stop(Duration time) {
    clock.addAndGet(time.toNanos());
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Lets time pass, and runs what becomes due. */
  public void advance(Duration time) {
    for (long left = time.toNanos(); left > 0; left -= TimeUnit.MILLISECONDS.toNanos(100)) {
      long step = Math.min(left, TimeUnit.MILLISECONDS.toNanos(100));
      clock.addAndGet(step);
      channel.advanceTimeBy(step, TimeUnit.NANOSECONDS);
      channel.runScheduledPendingTasks();
      run();
    }
  }
}
