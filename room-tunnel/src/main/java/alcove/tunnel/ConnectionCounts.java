package alcove.tunnel;

import alcove.tunnel.net.CloseReason;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Connections that were opened and closed since the start. Thread-safe. */
final class ConnectionCounts {
  private final LongAdder opened = new LongAdder();
  private final Map<CloseReason, LongAdder> shakingClosed = new ConcurrentHashMap<>();
  private final Map<CloseReason, LongAdder> openClosed = new ConcurrentHashMap<>();

  void countOpened() {
    opened.increment();
  }

  /**
   * Counts one that is over.
   *
   * @param wasOpen whether its handshake was done
   */
  void countClosed(CloseReason reason, boolean wasOpen) {
    counter(reason, wasOpen).increment();
  }

  long opened() {
    return opened.sum();
  }

  long closed(CloseReason reason, boolean wasOpen) {
    return counter(reason, wasOpen).sum();
  }

  private LongAdder counter(CloseReason reason, boolean wasOpen) {
    return (wasOpen ? openClosed : shakingClosed).computeIfAbsent(reason, _ -> new LongAdder());
  }
}
