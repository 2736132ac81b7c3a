package alcove.ops.metrics;

import alcove.room.growth.Span;
import alcove.room.growth.Sums;
import alcove.room.model.StorageException;
import alcove.room.registry.Registry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The past of a room by hours and days: all of it in memory, and in the registry as it was when it
 * was kept last. Thread-safe.
 *
 * <p>What is kept is written whole, so it does no harm to write it twice, or not to know whether it
 * was written. What could not be written is written the next time. The clock may be wrong: a span
 * that comes again goes on from what it had, and each time that something is kept, one span at most
 * is let go, so that a clock that is ahead for an hour costs some spans and not all of them.
 */
final class History {
  private final Registry registry;
  private final Map<Span, NavigableMap<Instant, Sums>> all = new EnumMap<>(Span.class);

  /** What the registry does not have yet. */
  private final Map<Span, NavigableMap<Instant, Sums>> unkept = new EnumMap<>(Span.class);

  private boolean isRead;

  /** That of the room that a registry holds, which is read when something is kept. */
  History(Registry registry) {
    this.registry = registry;
    for (Span span : Span.values()) {
      all.put(span, new TreeMap<>());
      unkept.put(span, new TreeMap<>());
    }
  }

  /** Adds what has happened to the span that {@code at} is in. */
  synchronized void add(Span span, Instant at, Sums more) {
    Instant begins = span.begin(at);
    Sums sums = of(span).getOrDefault(begins, Sums.NONE).plus(more);
    put(of(span), span, begins, sums);
    put(unkeptOf(span), span, begins, sums);
  }

  /** A registry that cannot be written for weeks lets go nothing. */
  private static void put(NavigableMap<Instant, Sums> those, Span span, Instant begins, Sums sums) {
    those.put(begins, sums);
    if (those.size() > 2 * span.most()) {
      those.pollFirstEntry();
    }
  }

  /** The most people that any day had of the seven that end with the one that {@code at} is in. */
  synchronized long mostPeopleInAWeek(Instant at) {
    Instant today = Span.DAY.begin(at);
    return of(Span.DAY).subMap(today.minus(Duration.ofDays(6)), true, today, true).values().stream()
        .mapToLong(Sums::people)
        .max()
        .orElse(0);
  }

  /** The newest spans that began by {@code now}, as many as are kept, oldest first. */
  synchronized List<Sums.Kept> until(Span span, Instant now) {
    NavigableMap<Instant, Sums> some =
        of(span).subMap(now.minus(span.length().multipliedBy(span.most())), false, now, true);
    List<Sums.Kept> kept = new ArrayList<>(some.size());
    some.forEach((begins, sums) -> kept.add(new Sums.Kept(span, begins, sums)));
    return kept;
  }

  /**
   * Writes what is new, and lets go what is old. Blocks; by one thread at a time.
   *
   * @throws StorageException if it cannot be written; then it is the next time
   */
  void keep(Instant now) {
    read();
    List<Sums.Kept> fresh = unkept();
    List<Sums.Kept> old = old(now);
    registry.note(
        tables -> {
          fresh.forEach(tables.sums()::put);
          old.forEach(each -> tables.sums().delete(each.span(), each.begins()));
        });
    written(fresh, old);
  }

  private void read() {
    if (!isRead) {
      List<Sums.Kept> kept = registry.read(tables -> tables.sums().all());
      synchronized (this) {
        kept.forEach(this::addBefore);
        isRead = true;
      }
    }
  }

  /** What was kept before comes before what has been added since. */
  private void addBefore(Sums.Kept kept) {
    Sums later = of(kept.span()).get(kept.begins());
    Sums sums = later == null ? kept.sums() : kept.sums().plus(later);
    of(kept.span()).put(kept.begins(), sums);
    if (later != null) {
      unkeptOf(kept.span()).put(kept.begins(), sums);
    }
  }

  private synchronized List<Sums.Kept> unkept() {
    List<Sums.Kept> fresh = new ArrayList<>();
    unkept.forEach(
        (span, those) ->
            those.forEach((begins, sums) -> fresh.add(new Sums.Kept(span, begins, sums))));
    return fresh;
  }

  private synchronized List<Sums.Kept> old(Instant now) {
    List<Sums.Kept> old = new ArrayList<>();
    for (Span span : Span.values()) {
      NavigableMap<Instant, Sums> those = of(span);
      if (those.isEmpty()) {
        continue;
      }
      Instant oldest = span.begin(now).minus(span.length().multipliedBy(span.most() - 1));
      Instant first = those.firstKey();
      if (first.isBefore(oldest)) {
        old.add(new Sums.Kept(span, first, Sums.NONE));
      } else if (those.size() > span.most()) {
        // only where the clock was ahead
        old.add(new Sums.Kept(span, those.lastKey(), Sums.NONE));
      }
    }
    return old;
  }

  private synchronized void written(List<Sums.Kept> fresh, List<Sums.Kept> old) {
    fresh.forEach(each -> unkeptOf(each.span()).remove(each.begins(), each.sums()));
    for (Sums.Kept each : old) {
      of(each.span()).remove(each.begins());
      unkeptOf(each.span()).remove(each.begins());
    }
  }

  private NavigableMap<Instant, Sums> of(Span span) {
    return Objects.requireNonNull(all.get(span));
  }

  private NavigableMap<Instant, Sums> unkeptOf(Span span) {
    return Objects.requireNonNull(unkept.get(span));
  }
}
