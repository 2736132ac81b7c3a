package alcove.room.members;

import alcove.identity.FeedId;
import java.util.AbstractSet;
import java.util.Iterator;
import java.util.NavigableMap;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A view of the ids of all members, in the order of their bytes, that whoever joins or leaves shows
 * up in. Going over it keeps hold of one id and of no snapshot, however long that takes.
 * Thread-safe, but for its iterators.
 */
final class MemberIds extends AbstractSet<FeedId> {
  private final Supplier<? extends NavigableMap<FeedId, ?>> members;

  MemberIds(Supplier<? extends NavigableMap<FeedId, ?>> members) {
    this.members = members;
  }

  @Override
  public int size() {
    return members.get().size();
  }

  @Override
  public boolean contains(@Nullable Object id) {
    return id instanceof FeedId && members.get().containsKey(id);
  }

  @Override
  public Iterator<FeedId> iterator() {
    return new Iterator<>() {
      private @Nullable FeedId last;
      private @Nullable FeedId peeked;

      @Override
      public boolean hasNext() {
        if (peeked == null) {
          var now = members.get().navigableKeySet();
          peeked = last == null ? (now.isEmpty() ? null : now.first()) : now.higher(last);
        }
        return peeked != null;
      }

      @Override
      public FeedId next() {
        last =
            Optional.ofNullable(hasNext() ? peeked : null).orElseThrow(NoSuchElementException::new);
        peeked = null;
        return last;
      }
    };
  }
}
