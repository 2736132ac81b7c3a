package alcove.ops.alerts;

import alcove.health.Check;
import alcove.health.Finding;
import alcove.health.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The book of what an operator was told of: each thing once when it begins, at once when it gets
 * worse, once a day while it lasts, and once when it ends. What comes and goes between two looks is
 * told neither way: two looks after each other have to agree that it begins, is less bad, or ends;
 * but a failure that nothing between here and elsewhere can feign is told at the first. Confined to
 * one thread.
 */
final class AlertBook {
  private static final Duration REMINDER = Duration.ofDays(1);

  /** Their failures are facts of this machine, and need somebody soon. */
  private static final Set<Check> CERTAIN = EnumSet.of(Check.DATABASE, Check.BACKUP);

  private final Map<Check, Entry> entries = new EnumMap<>(Check.class);

  private static final class Entry {
    /** How bad it was at the last look. */
    private Verdict seen = Verdict.OK;

    /** How bad it is as far as the operator knows. */
    private Verdict told = Verdict.OK;

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
    Verdict before = entry.seen;
    Verdict verdict = finding.verdict();
    entry.seen = verdict;
    if (entry.told == Verdict.OK) {
      boolean isSure =
          before != Verdict.OK || (verdict == Verdict.FAILURE && CERTAIN.contains(finding.check()));
      return isSure && verdict != Verdict.OK
          ? told(entry, verdict, now, Alert.State.BEGUN)
          : Optional.empty();
    }
    if (isWorse(verdict, entry.told)) {
      return told(entry, verdict, now, Alert.State.WORSE);
    }
    Verdict worst = isWorse(before, verdict) ? before : verdict;
    if (worst == Verdict.OK) {
      return told(entry, worst, now, Alert.State.ENDED);
    }
    if (isWorse(entry.told, worst)) {
      entry.told = worst;
    }
    return verdict != Verdict.OK && isDue(entry, now)
        ? told(entry, entry.told, now, Alert.State.REMINDER)
        : Optional.empty();
  }

  /** Of verdicts that are known. */
  private static boolean isWorse(Verdict one, Verdict other) {
    return one.compareTo(other) > 0;
  }

  private static boolean isDue(Entry entry, Instant now) {
    return entry.last == null || !now.isBefore(entry.last.plus(REMINDER));
  }

  private static Optional<Alert.State> told(
      Entry entry, Verdict verdict, Instant now, Alert.State state) {
    entry.told = verdict;
    entry.last = now;
    return Optional.of(state);
  }
}
