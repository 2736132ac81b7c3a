package alcove.ops.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The book of faults that an operator was not told of yet: each kind is told once in an hour, with
 * how many there were. Of exceptions so many classes are told apart, the rest together.
 * Thread-safe; never blocks.
 */
final class FaultBook {
  static final int MOST_KINDS = 16;

  private static final Duration PAUSE = Duration.ofHours(1);

  private final Map<Fault, Entry> entries = new HashMap<>();

  private static final class Entry {
    private long count;
    private Instant since = Instant.EPOCH;
    private @Nullable Instant told;

    private boolean isDue(Instant now) {
      return told == null || Duration.between(told, now).abs().compareTo(PAUSE) >= 0;
    }
  }

  /** Notes one more. */
  synchronized void note(Fault fault, Instant now) {
    Fault kind =
        entries.size() < MOST_KINDS || entries.containsKey(fault) ? fault : together(fault);
    Entry entry = entries.computeIfAbsent(kind, _ -> new Entry());
    if (entry.count == 0) {
      entry.since = now;
    }
    entry.count++;
  }

  private static Fault together(Fault fault) {
    return switch (fault) {
      case Fault.Thrown _, Fault.ManyThrown _ -> new Fault.ManyThrown();
      case Fault.BlockedLoop loop -> loop;
    };
  }

  /** What is to be told now, and counts as told. */
  synchronized List<FaultReport> due(Instant now) {
    List<FaultReport> reports = new ArrayList<>();
    entries.forEach(
        (fault, entry) -> {
          if (entry.count > 0 && entry.isDue(now)) {
            reports.add(new FaultReport(fault, entry.count, entry.since));
            entry.count = 0;
            entry.told = now;
          }
        });
    entries.values().removeIf(entry -> entry.count == 0 && entry.isDue(now));
    return reports;
  }
}
