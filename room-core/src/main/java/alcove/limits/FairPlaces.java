package alcove.limits;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * So many places for everybody together, and who makes way when all are taken: the oldest of the
 * origin that has most. So whoever takes many takes them from itself. An origin is an address or a
 * member; those without any, to which no limits apply, count as one here. Guarded by its owner.
 *
 * @param <T> what takes a place, told apart by {@code equals}
 */
public final class FairPlaces<T> {
  private static final String NOBODY = "";

  private final int most;
  private final Map<T, String> origins = new HashMap<>();
  private final Map<String, Set<T>> byOrigin = new HashMap<>();
  private final NavigableMap<Integer, Set<String>> byNumber = new TreeMap<>();

  /** So many places, all of them free. */
  public FairPlaces(int most) {
    this.most = most;
  }

  /** Whether somebody has to make way for the next. */
  public boolean isFull() {
    return origins.size() >= most;
  }

  /** How many there are. */
  public int size() {
    return origins.size();
  }

  /** How many an origin has. */
  public int of(@Nullable String origin) {
    return places(name(origin)).size();
  }

  /** Whether somebody has more than {@code origin}. */
  public boolean anybodyHasMoreThan(@Nullable String origin) {
    return byNumber.higherKey(of(origin)) != null;
  }

  /**
   * Takes out who has to go for one more of {@code newcomer}: the oldest that may go of the origin
   * that has most, and of its own where none has more. Nobody goes for an origin that has more than
   * they.
   *
   * @return empty if there is nobody who may go
   */
  public Optional<T> makeWay(@Nullable String newcomer, Predicate<T> mayGo) {
    int own = of(newcomer);
    Optional<T> gone =
        byNumber.tailMap(own, false).descendingMap().values().stream()
            .flatMap(Set::stream)
            .flatMap(origin -> places(origin).stream())
            .filter(mayGo)
            .findFirst();
    gone.ifPresent(this::remove);
    return gone.or(() -> makeWayOf(newcomer, mayGo));
  }

  /** Takes out the oldest that may go of {@code origin} itself, which has had its share. */
  public Optional<T> makeWayOf(@Nullable String origin, Predicate<T> mayGo) {
    Optional<T> gone = places(name(origin)).stream().filter(mayGo).findFirst();
    gone.ifPresent(this::remove);
    return gone;
  }

  /**
   * Takes a place; whether there are too many is for the owner to ask before.
   *
   * @param one something that has no place yet
   */
  public void add(T one, @Nullable String origin) {
    String name = name(origin);
    Set<T> those = byOrigin.computeIfAbsent(name, _ -> new LinkedHashSet<>());
    origins.put(one, name);
    those.add(one);
    renumber(name, those.size() - 1, those.size());
  }

  /** Gives a place back; one that has none is fine. */
  public void remove(T one) {
    String name = origins.remove(one);
    if (name == null) {
      return;
    }
    Set<T> those = places(name);
    int before = those.size();
    those.remove(one);
    renumber(name, before, those.size());
    if (those.isEmpty()) {
      byOrigin.remove(name);
    }
  }

  private void renumber(String origin, int before, int now) {
    Set<String> former = byNumber.get(before);
    if (former != null && former.remove(origin) && former.isEmpty()) {
      byNumber.remove(before);
    }
    if (now > 0) {
      byNumber.computeIfAbsent(now, _ -> new LinkedHashSet<>()).add(origin);
    }
  }

  private Set<T> places(String name) {
    return byOrigin.getOrDefault(name, Set.of());
  }

  private static String name(@Nullable String origin) {
    return origin == null ? NOBODY : origin;
  }
}
