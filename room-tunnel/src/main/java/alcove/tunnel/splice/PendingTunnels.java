package alcove.tunnel.splice;

import alcove.identity.FeedId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tunnels to one target that it has not answered yet. Thread-safe.
 *
 * <p>They wait in a few places, of which each origin may have two. An origin that has none always
 * gets one: when all are taken, the oldest tunnel of the origin that has most of them makes way. So
 * nobody can keep others from a target by calling it and saying nothing.
 */
final class PendingTunnels {
  static final int PER_ORIGIN = 2;

  private final int most;
  private final List<Place> places = new ArrayList<>(0);

  private record Place(FeedId origin, Tunnel tunnel, Runnable makeWay) {}

  PendingTunnels(int most) {
    this.most = most;
  }

  /**
   * Takes a place for {@code tunnel}, or says false if there is none for it.
   *
   * @param makeWay ends it for another; may run on any thread, once at most
   */
  boolean take(FeedId origin, Tunnel tunnel, Runnable makeWay) {
    @Nullable Place evicted = null;
    synchronized (this) {
      int own = countOf(origin);
      if (own >= Math.min(PER_ORIGIN, most) || (own > 0 && isFull())) {
        return false;
      }
      if (isFull()) {
        evicted = oldestOfTheBusiest();
        places.remove(evicted);
      }
      places.add(new Place(origin, tunnel, makeWay));
    }
    if (evicted != null) {
      evicted.makeWay().run();
    }
    return true;
  }

  private boolean isFull() {
    return places.size() >= most;
  }

  private int countOf(FeedId origin) {
    return (int) places.stream().filter(each -> each.origin().equals(origin)).count();
  }

  private Place oldestOfTheBusiest() {
    Map<FeedId, Integer> counts = new HashMap<>();
    places.forEach(each -> counts.merge(each.origin(), 1, Integer::sum));
    int top = counts.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    return places.stream()
        .filter(each -> counts.getOrDefault(each.origin(), 0) == top)
        .findFirst()
        .orElseThrow();
  }

  /** The tunnel is answered, or over; that it has no place any more is fine. */
  synchronized void leave(Tunnel tunnel) {
    places.removeIf(each -> each.tunnel() == tunnel);
  }
}
