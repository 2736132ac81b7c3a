package alcove.limits;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Values that are kept for a while, each under the hash of a secret, and so many at most: one more
 * takes the place that {@link FairPlaces} says. Thread-safe; never blocks. Whoever needs several
 * steps in one may hold its monitor meanwhile.
 *
 * @param <V> what is kept
 */
public final class ExpiringPlaces<V> {
  private final InstantSource clock;
  private final FairPlaces<String> places;
  private final Map<String, Kept<V>> byHash = new LinkedHashMap<>();

  private record Kept<V>(V value, Instant end) {
    boolean lasts(Instant now) {
      return now.isBefore(end);
    }
  }

  /** So many places, all of them free. */
  public ExpiringPlaces(int most, InstantSource clock) {
    this.places = new FairPlaces<>(most);
    this.clock = clock;
  }

  /**
   * Keeps a value, instead of the one of that hash if there is one.
   *
   * @param end when it is over
   * @param origin what limits on where it comes from go by; null if none apply
   * @return those that are over, by their time or because this one takes their place
   */
  public synchronized List<V> put(String hash, V value, Instant end, @Nullable String origin) {
    remove(hash);
    Instant now = clock.instant();
    List<V> over = takeOut(kept -> !kept.lasts(now), byHash.size());
    if (places.isFull()) {
      places
          .makeWay(origin, _ -> true)
          .map(byHash::remove)
          .ifPresent(kept -> over.add(kept.value()));
    }
    places.add(hash, origin);
    byHash.put(hash, new Kept<>(value, end));
    return over;
  }

  /** What is kept under a hash, while it lasts. */
  public synchronized Optional<V> find(String hash) {
    Instant now = clock.instant();
    return Optional.ofNullable(byHash.get(hash)).filter(kept -> kept.lasts(now)).map(Kept::value);
  }

  /** The same, which is not kept any more. */
  public synchronized Optional<V> remove(String hash) {
    Optional<V> found = find(hash);
    byHash.remove(hash);
    places.remove(hash);
    return found;
  }

  /** All that fit and last, the oldest first. */
  public synchronized List<V> all(Predicate<V> which) {
    Instant now = clock.instant();
    return byHash.values().stream()
        .filter(kept -> kept.lasts(now))
        .map(Kept::value)
        .filter(which)
        .toList();
  }

  /** Takes out the oldest that fit, so many at most. */
  public synchronized List<V> removeOldest(Predicate<V> which, int most) {
    return takeOut(kept -> which.test(kept.value()), most);
  }

  private List<V> takeOut(Predicate<Kept<V>> which, int most) {
    List<V> out = new ArrayList<>();
    Iterator<Map.Entry<String, Kept<V>>> all = byHash.entrySet().iterator();
    while (out.size() < most && all.hasNext()) {
      Map.Entry<String, Kept<V>> each = all.next();
      if (which.test(each.getValue())) {
        all.remove();
        places.remove(each.getKey());
        out.add(each.getValue().value());
      }
    }
    return out;
  }

  /** Keeps nothing any more. */
  public synchronized void clear() {
    byHash.keySet().forEach(places::remove);
    byHash.clear();
  }

  /** How much time is left until then; at least a millisecond. */
  public Duration left(Instant end) {
    Duration left = Duration.between(clock.instant(), end);
    return left.isPositive() ? left : Duration.ofMillis(1);
  }
}
