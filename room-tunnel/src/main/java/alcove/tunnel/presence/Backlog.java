package alcove.tunnel.presence;

import alcove.identity.FeedId;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one subscriber has yet to be told. As long as it keeps up, that is a few lists which all
 * subscribers share; of one that does not, no more than the net difference: at most one change for
 * each id.
 */
final class Backlog {
  private static final int MOST_TICKS_BEHIND = 4;

  private final ArrayDeque<List<Change>> ticks = new ArrayDeque<>(1);
  private int position;

  /** Adds what changed in one tick. */
  void add(List<Change> changes) {
    if (changes.isEmpty()) {
      return;
    }
    ticks.add(changes);
    if (ticks.size() > MOST_TICKS_BEHIND) {
      merge();
    }
  }

  /** Makes one list of what has gathered, the last change of each id at the place of its first. */
  private void merge() {
    Map<FeedId, Change> last = new LinkedHashMap<>();
    int skip = position;
    for (List<Change> changes : ticks) {
      for (Change change : changes.subList(skip, changes.size())) {
        last.put(change.who(), change);
      }
      skip = 0;
    }
    clear();
    ticks.add(List.copyOf(last.values()));
  }

  /** Takes the next change, or null if there is none. */
  @Nullable Change poll() {
    List<Change> changes = ticks.peek();
    if (changes == null) {
      return null;
    }
    Change next = changes.get(position);
    if (++position == changes.size()) {
      ticks.remove();
      position = 0;
    }
    return next;
  }

  boolean isEmpty() {
    return ticks.isEmpty();
  }

  void clear() {
    ticks.clear();
    position = 0;
  }
}
