package alcove.tunnel;

import alcove.tunnel.net.CloseReason;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/** Connections that were opened and closed since the start. Thread-safe. */
final class ConnectionCounts {
  private final LongAdder opened = new LongAdder();
  private final Map<CloseReason, LongAdder> shakingClosed = counters();
  private final Map<CloseReason, LongAdder> openClosed = counters();

  private static Map<CloseReason, LongAdder> counters() {
    Map<CloseReason, LongAdder> counters = new EnumMap<>(CloseReason.class);
    for (CloseReason reason : CloseReason.values()) {
      counters.put(reason, new LongAdder());
    }
    return counters;
  }

  void countOpened() {
    opened.increment();
  }

  /**
   * Counts one that is over.
   *
   * @param wasOpen whether its handshake was done
   */
  void countClosed(CloseReason reason, boolean wasOpen) {
    Objects.requireNonNull((wasOpen ? openClosed : shakingClosed).get(reason)).increment();
  }

  long opened() {
    return opened.sum();
  }

  long closed(CloseReason reason, boolean wasOpen) {
    return Objects.requireNonNull((wasOpen ? openClosed : shakingClosed).get(reason)).sum();
  }
}
