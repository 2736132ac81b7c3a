package alcove.tunnel.presence;

import alcove.tunnel.net.PeerConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Subscriptions of one kind, of which a connection may have several: an app and its library do not
 * know of each other. Confined to presence's event loop.
 */
final class Subscriptions<S extends Subscriber> {
  /** What one connection may have at once. */
  static final int MOST = 8;

  private final Map<PeerConnection, List<S>> byConnection = new LinkedHashMap<>();

  /** Adds {@code one}, or says false if its connection has as many as it may have. */
  boolean add(S one) {
    List<S> all = byConnection.computeIfAbsent(one.connection(), key -> new ArrayList<>(1));
    return all.size() < MOST && all.add(one);
  }

  /** Takes one out; it need not be in. */
  void remove(S one) {
    byConnection.computeIfPresent(
        one.connection(),
        (key, all) -> {
          all.remove(one);
          return all.isEmpty() ? null : all;
        });
  }

  /** Takes out all of {@code connection}. */
  void removeAll(PeerConnection connection) {
    byConnection.remove(connection);
  }

  void removeIf(Predicate<? super S> condition) {
    byConnection
        .values()
        .removeIf(
            all -> {
              all.removeIf(condition);
              return all.isEmpty();
            });
  }

  Stream<S> all() {
    return byConnection.values().stream().flatMap(List::stream);
  }
}
