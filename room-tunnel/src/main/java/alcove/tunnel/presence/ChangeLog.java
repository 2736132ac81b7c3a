package alcove.tunnel.presence;

import alcove.identity.FeedId;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The log of what subscribers have yet to be told, kept once for all of them, however far behind
 * each is: of each id the newest change alone. Written on presence's event loop; read on any.
 *
 * <p>A reader holds the {@link Place} that it has reached and walks on from there. Changes that no
 * reader is before any more are forgotten. Since ids are free, a reader that takes next to nothing
 * could have any number of changes kept for it, and must be given up at some point.
 */
final class ChangeLog {
  /** Changes that are kept for whoever is behind. */
  static final int MOST = 1 << 16;

  private final Map<FeedId, Place> newest = new HashMap<>();
  private Place first = new Place(0, null);
  private Place last = first;

  /** A place in the log, behind one change and before the next. Thread-safe. */
  static final class Place {
    private final long number;
    private final @Nullable Change change;

    /** Known while it is in the log; on presence's event loop alone. */
    private @Nullable Place previous;

    private volatile @Nullable Place next;
    private volatile boolean outdated;

    private Place(long number, @Nullable Change change) {
      this.number = number;
      this.change = change;
    }

    /** The nearest place behind this one whose change is still true, or null if there is none. */
    @Nullable Place next() {
      Place place = next;
      while (place != null && place.outdated) {
        place = place.next;
      }
      return place;
    }

    /** The change that leads here. */
    Change change() {
      if (change == null) {
        throw new IllegalStateException("no change leads to the beginning");
      }
      return change;
    }

    /** Grows along the log. */
    long number() {
      return number;
    }
  }

  /** Adds {@code change} behind all others; an earlier one of the same id is told to nobody now. */
  void add(Change change) {
    Place place = new Place(last.number + 1, change);
    place.previous = last;
    last.next = place;
    last = place;
    Place before = newest.put(change.who(), place);
    if (before != null) {
      before.outdated = true;
      drop(before);
    }
  }

  /** Takes out a place that is not the last; whoever stands there still finds the next from it. */
  private void drop(Place place) {
    Place previous = place.previous;
    Place next = Objects.requireNonNull(place.next);
    next.previous = previous;
    if (previous == null) {
      first = next;
    } else {
      previous.next = next;
    }
    place.previous = null;
  }

  /** The place behind everything. */
  Place end() {
    return last;
  }

  /** Forgets what leads to places up to that {@code number}: everybody has been told. */
  void forget(long number) {
    while (first != last && first.number <= number) {
      Place gone = first;
      drop(gone);
      if (gone.change != null) {
        newest.remove(gone.change.who(), gone);
      }
    }
  }

  /** Whether the log is too long because somebody still stands at {@code place}. */
  boolean isTooFarBehind(Place place) {
    return size() > MOST && last.number - place.number > MOST;
  }

  /** Changes that somebody may have to be told. */
  int size() {
    return newest.size();
  }
}
