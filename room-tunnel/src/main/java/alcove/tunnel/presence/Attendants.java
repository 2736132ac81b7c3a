package alcove.tunnel.presence;

import alcove.identity.FeedId;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * The attendants, and what they attend by: each attends by one thing or several, connections or
 * other nodes, and is here as long as one of them is left. Who has lost the last one may be
 * expected back, and is not gone for the others before that time is over. Times are in nanoseconds.
 * Confined to presence's event loop.
 *
 * @param <S> what somebody attends by
 */
final class Attendants<S> {
  /** The end of the time in which somebody may come back who is not expected. */
  static final long NOT_EXPECTED = Long.MIN_VALUE;

  /** The change that an entry makes. */
  enum Arrival {
    /** They were not here. */
    FIRST,
    /** They were here by something else. */
    BESIDE,
    /** They were here by that already. */
    KNOWN
  }

  private final Map<FeedId, Set<S>> here = new LinkedHashMap<>();
  private final Map<FeedId, Long> expected = new LinkedHashMap<>();
  private final Consumer<FeedId> news;

  /** Nobody; {@code news} gets whoever others have to be told of, perhaps again. */
  Attendants(Consumer<FeedId> news) {
    this.news = news;
  }

  /** {@code who} attends by {@code source}. */
  Arrival enter(FeedId who, S source) {
    Set<S> sources = here.computeIfAbsent(who, key -> new LinkedHashSet<>(2));
    boolean isFirst = sources.isEmpty();
    if (!sources.add(source)) {
      return Arrival.KNOWN;
    }
    if (isFirst) {
      expected.remove(who);
      news.accept(who);
    }
    return isFirst ? Arrival.FIRST : Arrival.BESIDE;
  }

  /**
   * {@code who} attends by {@code source} no more; one who did not is left as they are.
   *
   * @param until they may come back, or {@link #NOT_EXPECTED}
   * @return whether that was the last
   */
  boolean exit(FeedId who, S source, long until) {
    Set<S> sources = here.get(who);
    if (sources == null || !sources.remove(source) || !sources.isEmpty()) {
      return false;
    }
    here.remove(who);
    if (until == NOT_EXPECTED) {
      news.accept(who);
    } else {
      expected.put(who, until);
    }
    return true;
  }

  /** Others have lost {@code who}, and are told again of one who is still here. */
  void again(FeedId who) {
    if (here.containsKey(who)) {
      news.accept(who);
    }
  }

  /** Expects nobody any more of whom {@code condition} holds. */
  void giveUp(Predicate<FeedId> condition) {
    List<FeedId> gone = expected.keySet().stream().filter(condition).toList();
    gone.forEach(expected::remove);
    gone.forEach(news);
  }

  /** Expects nobody any more whose time is over by {@code now}. */
  void expire(long now) {
    giveUp(who -> now - expected.getOrDefault(who, now) >= 0);
  }

  boolean isHere(FeedId who) {
    return here.containsKey(who);
  }

  boolean isExpected(FeedId who) {
    return expected.containsKey(who);
  }

  /** What {@code who} attends by; not to be changed. */
  Set<S> sources(FeedId who) {
    return Collections.unmodifiableSet(here.getOrDefault(who, Set.of()));
  }

  /** Everybody who is here; not to be changed. */
  Set<FeedId> all() {
    return Collections.unmodifiableSet(here.keySet());
  }
}
