package alcove.ops.metrics;

import alcove.health.Figures;
import alcove.identity.FeedId;
import alcove.room.growth.Span;
import alcove.room.growth.Sums;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The recorder of what happens in the room: makes sums by hours and days of figures that come about
 * once a minute. Thread-safe.
 *
 * <p>Of several nodes each counts what happens at it. Who is online, by whichever node, each of
 * them looks at: more looks at the same give the same mean.
 */
final class Recorder {
  /** What comes sooner is no further look at who is online: it would count for more than others. */
  private static final Duration LEAST = Duration.ofSeconds(30);

  private static final Duration SIX_DAYS = Duration.ofDays(6);

  private final History history;
  private final ActivePeople people;
  private final BooleanSupplier seesAll;
  private @Nullable Figures last;

  /**
   * One that begins with a start of the server.
   *
   * @param seesAll whether those who are online can be seen from here
   */
  Recorder(History history, ActivePeople people, BooleanSupplier seesAll) {
    this.history = history;
    this.people = people;
    this.seesAll = seesAll;
  }

  /** Records how it stands. */
  synchronized void record(Figures now, Collection<FeedId> attendants) {
    attendants.forEach(each -> people.see(each, now.at()));
    boolean isSoon = last != null && isSoon(last.at(), now.at());
    add(now, !isSoon && seesAll.getAsBoolean());
  }

  /** Records what has happened, of a server that has sent everybody away. */
  synchronized void end(Figures now) {
    add(now, false);
  }

  private void add(Figures now, boolean isLook) {
    people.forget(now.at());
    for (Span span : Span.values()) {
      history.add(span, now.at(), sums(span, now, isLook));
    }
    last = now;
  }

  private Sums sums(Span span, Figures now, boolean isLook) {
    Instant at = now.at();
    Figures.Counters counters =
        last == null ? now.counters() : now.counters().since(last.counters());
    int online = isLook ? now.gauges().attendants() : 0;
    return new Sums(
        isLook ? 1 : 0,
        online,
        online,
        now.gauges().members(),
        counters.claims(),
        counters.tunnels(),
        counters.tunnelBytes(),
        last == null ? 1 : 0,
        people.since(span.begin(at), at),
        Math.max(
            people.since(Span.DAY.begin(at).minus(SIX_DAYS), at), history.mostPeopleInAWeek(at)));
  }

  private static boolean isSoon(Instant before, Instant at) {
    return !at.isBefore(before) && Duration.between(before, at).compareTo(LEAST) < 0;
  }
}
