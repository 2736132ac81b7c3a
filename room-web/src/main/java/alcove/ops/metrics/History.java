package alcove.ops.metrics;

import alcove.room.growth.Span;
import alcove.room.growth.Sums;
import alcove.room.model.StorageException;
import alcove.room.registry.Registry;
import alcove.room.registry.Tables;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/**
 * The past of a room by hours and days: all of it in memory, as the registry had it last, with what
 * happened here since. Thread-safe.
 *
 * <p>Where several nodes serve the room, each adds its own share to what the registry has, in one
 * transaction, in which it also reads what the others have added. What could not be written is
 * written the next time. Where nobody knows whether it was, it is looked for: if all that it would
 * have made is there, it was. So nothing counts twice; and what counts not at all, where others
 * have added more than that in between, is a few minutes of one node.
 *
 * <p>The clock may be wrong: a span that comes again goes on from what it had, and each time that
 * something is kept, one span at most is let go, so that a clock that is ahead for an hour costs
 * some spans and not all of them.
 */
final class History {
  private final Registry registry;

  /** What the registry had. */
  private SpanSums kept = new SpanSums();

  /** What happened here, and is not in the registry. */
  private SpanSums fresh = new SpanSums();

  /** What may be in the registry. */
  private @Nullable Attempt doubtful;

  /** All of that together. */
  private SpanSums shown = new SpanSums();

  /** That of the room that a registry holds, which is read when something is kept. */
  History(Registry registry) {
    this.registry = registry;
  }

  /**
   * A try to write.
   *
   * @param before what was there
   * @param share what was added
   * @param after what came of both
   * @param old spans that were let go
   */
  private record Attempt(SpanSums before, SpanSums share, SpanSums after, List<Sums.Kept> old) {}

  /** Adds what has happened to the span that {@code at} is in. */
  synchronized void add(Span span, Instant at, Sums more) {
    Sums.Kept kept = new Sums.Kept(span, span.begin(at), more);
    fresh.add(kept);
    shown.add(kept);
  }

  /** The most people that any day had of the seven that end with the one that {@code at} is in. */
  synchronized long mostPeopleInAWeek(Instant at) {
    Instant today = Span.DAY.begin(at);
    return shown
        .of(Span.DAY)
        .subMap(today.minus(Duration.ofDays(6)), true, today, true)
        .values()
        .stream()
        .mapToLong(Sums::people)
        .max()
        .orElse(0);
  }

  /** The newest spans that began by {@code now}, as many as are kept, oldest first. */
  synchronized List<Sums.Kept> until(Span span, Instant now) {
    NavigableMap<Instant, Sums> some =
        shown.of(span).subMap(now.minus(span.length().multipliedBy(span.most())), false, now, true);
    List<Sums.Kept> kept = new ArrayList<>(some.size());
    some.forEach((begins, sums) -> kept.add(new Sums.Kept(span, begins, sums)));
    return kept;
  }

  /**
   * Writes what is new, lets go what is old, and reads what others have written. Blocks; by one
   * thread at a time.
   *
   * @throws StorageException if it cannot be written; then it is the next time
   */
  void keep(Instant now) {
    SpanSums own = takeFresh();
    List<Attempt> tried = new ArrayList<>(1);
    try {
      registry.note(tables -> tried.add(write(tables, own, now)));
    } catch (StorageException e) {
      if (tried.isEmpty()) {
        giveBack(own);
      } else {
        doubt(tried.getLast());
      }
      throw e;
    }
    settle(tried.getLast());
  }

  private synchronized SpanSums takeFresh() {
    SpanSums own = fresh;
    fresh = new SpanSums();
    return own;
  }

  private synchronized void giveBack(SpanSums own) {
    fresh = own.plus(fresh);
  }

  private Attempt write(Tables tables, SpanSums own, Instant now) {
    SpanSums before = SpanSums.of(tables.sums().all());
    Attempt last = doubtful;
    SpanSums share = last == null || before.contain(last.after) ? own : last.share.plus(own);
    SpanSums after = before.plus(share);
    after.alsoIn(share).forEach(tables.sums()::put);
    List<Sums.Kept> old = old(after, now);
    old.forEach(each -> tables.sums().delete(each.span(), each.begins()));
    return new Attempt(before, share, SpanSums.of(after.alsoIn(share)), old);
  }

  private static List<Sums.Kept> old(SpanSums all, Instant now) {
    List<Sums.Kept> old = new ArrayList<>();
    for (Span span : Span.values()) {
      NavigableMap<Instant, Sums> those = all.of(span);
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

  private synchronized void doubt(Attempt attempt) {
    kept = attempt.before;
    doubtful = attempt;
    show(kept.plus(attempt.share));
  }

  private synchronized void settle(Attempt attempt) {
    kept = attempt.before.plus(attempt.share);
    attempt.old.forEach(kept::remove);
    doubtful = null;
    show(kept);
  }

  private void show(SpanSums known) {
    shown = known.plus(fresh);
  }
}
