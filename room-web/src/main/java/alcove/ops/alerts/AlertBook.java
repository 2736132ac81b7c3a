package alcove.ops.alerts;

import alcove.health.Check;
import alcove.health.Finding;
import alcove.health.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The book of what an operator was told of: each thing once when it begins, once a day while it
 * lasts, and once when it ends. What comes and goes between two looks is told neither way: it takes
 * {@link #ENOUGH} looks after each other to begin or to end. Confined to one thread.
 */
final class AlertBook {
  /** Looks that have to agree. */
  private static final int ENOUGH = 2;

  private static final Duration REMINDER = Duration.ofDays(1);

  private final Map<Check, Entry> entries = new EnumMap<>(Check.class);

  private static final class Entry {
    private boolean told;
    private int against;
    private @Nullable Instant last;
  }

  /** What to tell after a look; what could not be looked at stays as it was. */
  List<Alert.OfCheck> after(List<Finding> findings, Instant now) {
    List<Alert.OfCheck> alerts = new ArrayList<>();
    for (Finding each : findings) {
      if (each.verdict() != Verdict.UNKNOWN) {
        Entry entry = entries.computeIfAbsent(each.check(), _ -> new Entry());
        after(entry, each, now).ifPresent(state -> alerts.add(new Alert.OfCheck(state, each)));
      }
    }
    return alerts;
  }

  private static Optional<Alert.State> after(Entry entry, Finding finding, Instant now) {
    boolean bad = finding.verdict() != Verdict.OK;
    if (bad == entry.told) {
      entry.against = 0;
      return bad && isDue(entry, now) ? told(entry, now, Alert.State.REMINDER) : Optional.empty();
    }
    entry.against++;
    if (entry.against < ENOUGH) {
      return Optional.empty();
    }
    entry.against = 0;
    entry.told = bad;
    return told(entry, now, bad ? Alert.State.BEGUN : Alert.State.ENDED);
  }

  private static boolean isDue(Entry entry, Instant now) {
    return entry.last == null || !now.isBefore(entry.last.plus(REMINDER));
  }

  private static Optional<Alert.State> told(Entry entry, Instant now, Alert.State state) {
    entry.last = now;
    return Optional.of(state);
  }
}
