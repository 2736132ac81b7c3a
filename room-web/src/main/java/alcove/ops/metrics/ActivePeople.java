package alcove.ops.metrics;

import alcove.identity.FeedId;
import alcove.room.growth.Span;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The number of different people who were here lately. Who they were is known to this object alone,
 * to the hour, for a week, and ends with the process. Thread-safe.
 */
final class ActivePeople {
  /** More are not told apart: in an open room anybody can make up keys. */
  static final int MOST = 20_000;

  private static final Duration WEEK = Duration.ofDays(7);

  private final Map<FeedId, Instant> lastHours = new HashMap<>();

  /**
   * Somebody is here.
   *
   * @param now may be earlier than before, where the clock was wrong: then that counts
   */
  synchronized void see(FeedId who, Instant now) {
    Instant hour = Span.HOUR.begin(now);
    if (lastHours.size() < MOST || lastHours.containsKey(who)) {
      lastHours.put(who, hour);
    }
  }

  /** How many were here between {@code begin} and {@code now}. */
  synchronized int since(Instant begin, Instant now) {
    int count = 0;
    for (Instant hour : lastHours.values()) {
      if (!hour.isBefore(begin) && !hour.isAfter(now)) {
        count++;
      }
    }
    return count;
  }

  /** Forgets who was here longer ago than a week, or is said to have been here later than now. */
  synchronized void forget(Instant now) {
    lastHours.values().removeIf(hour -> hour.isAfter(now) || hour.isBefore(now.minus(WEEK)));
  }

  synchronized int size() {
    return lastHours.size();
  }
}
