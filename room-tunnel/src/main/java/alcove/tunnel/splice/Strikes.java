package alcove.tunnel.splice;

import alcove.identity.FeedId;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Who has held up others' tunnels by reading slowly, and gets none for a while after doing so too
 * often. One silence is one strike, however many tunnels it ends: a closed lid is no attack.
 * Thread-safe; remembers a strike as long as the penalty lasts.
 */
final class Strikes {
  private final TunnelLimits limits;
  private final LongSupplier nanoTime;
  private final Map<FeedId, ArrayDeque<Strike>> strikes = new HashMap<>();

  private record Strike(long time, long silentSince) {}

  Strikes(TunnelLimits limits, LongSupplier nanoTime) {
    this.limits = limits;
    this.nanoTime = nanoTime;
  }

  /** A tunnel to {@code reader} had to end; it had last taken something at {@code silentSince}. */
  synchronized void add(FeedId reader, long silentSince) {
    forgetOld();
    ArrayDeque<Strike> all = strikes.computeIfAbsent(reader, key -> new ArrayDeque<>());
    if (!all.isEmpty() && all.getLast().silentSince == silentSince) {
      return;
    }
    all.add(new Strike(nanoTime.getAsLong(), silentSince));
    if (all.size() > limits.strikes()) {
      all.remove();
    }
  }

  synchronized boolean isOut(FeedId reader) {
    if (strikes.isEmpty()) {
      return false;
    }
    forgetOld();
    ArrayDeque<Strike> all = strikes.get(reader);
    return all != null && all.size() >= limits.strikes();
  }

  private void forgetOld() {
    long now = nanoTime.getAsLong();
    strikes
        .values()
        .removeIf(
            all -> {
              all.removeIf(each -> now - each.time > limits.penalty().toNanos());
              return all.isEmpty();
            });
  }
}
