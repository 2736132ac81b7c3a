package alcove.ops.bench;

import java.util.Arrays;
import java.util.Collection;

/** Round-trip times as they are measured, in nanoseconds. Confined to one thread. */
final class Latencies {
  private static final double MEDIAN = 0.5;
  private static final double ALMOST_ALL = 0.99;
  private static final double NANOS_PER_MILLI = 1e6;

  private long[] nanos = new long[1024];
  private int count;

  /** All of {@code parts} together. */
  static Latencies of(Collection<Latencies> parts) {
    Latencies all = new Latencies();
    all.nanos =
        parts.stream().flatMapToLong(part -> Arrays.stream(part.nanos, 0, part.count)).toArray();
    all.count = all.nanos.length;
    return all;
  }

  void add(long each) {
    if (count == nanos.length) {
      nanos = Arrays.copyOf(nanos, 2 * count);
    }
    nanos[count++] = each;
  }

  int count() {
    return count;
  }

  /** The time in milliseconds that half of all stay within; 0 if there are none. */
  double p50() {
    return millis(MEDIAN);
  }

  /** The same for nearly all. */
  double p99() {
    return millis(ALMOST_ALL);
  }

  /** The longest in milliseconds; 0 if there are none. */
  double max() {
    return millis(1);
  }

  private double millis(double share) {
    long[] sorted = Arrays.copyOf(nanos, count);
    Arrays.sort(sorted);
    int index = Math.clamp((long) Math.ceil(share * count) - 1, 0, Math.max(0, count - 1));
    return count == 0 ? 0 : sorted[index] / NANOS_PER_MILLI;
  }
}
