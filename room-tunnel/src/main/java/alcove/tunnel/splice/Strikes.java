package alcove.tunnel.splice;

import alcove.identity.FeedId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Who has held up others' tunnels by reading slowly, and gets none for a while after doing so too
 * often. Thread-safe; remembers a strike as long as the penalty lasts.
 */
final class Strikes {
  private final TunnelLimits limits;
  private final LongSupplier nanoTime;
  private final Map<FeedId, ArrayDeque<Long>> strikes = new HashMap<>();

  Strikes(TunnelLimits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  synchronized void add(FeedId reader) {
    forgetOld();
    ArrayDeque<Long> times = strikes.computeIfAbsent(reader, key -> new ArrayDeque<>());
    times.add(nanoTime.getAsLong());
    if (times.size() > limits.strikes()) {
      times.remove();
    }
  }

  synchronized boolean isOut(FeedId reader) {
    if (strikes.isEmpty()) {
      return false;
    }
    forgetOld();
    ArrayDeque<Long> times = strikes.get(reader);
    return times != null && times.size() >= limits.strikes();
  }

  private void forgetOld() {
    long now = nanoTime.getAsLong();
    strikes
        .values()
        .removeIf(
            times -> {
              times.removeIf(time -> now - time > limits.penalty().toNanos());
              return times.isEmpty();
            });
  }
}
