package alcove.tunnel.net;

import alcove.identity.FeedId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The register of who is connected, newest connection first. Thread-safe.
 *
 * <p>A peer may have three connections (TCP and WebSocket at once is normal). When one more
 * appears, the older ones are asked for a sign of life and reset if it does not come; a fourth
 * replaces the oldest.
 */
public final class Peers {
  private static final int MAX_PER_KEY = 3;
  private static final long SIGN_OF_LIFE = Duration.ofSeconds(5).toNanos();

  private final Map<FeedId, List<PeerConnection>> byKey = new ConcurrentHashMap<>();
  private final List<Consumer<FeedId>> arrivals = new CopyOnWriteArrayList<>();
  private final Predicate<FeedId> shared;

  /**
   * An empty register; {@code shared} names keys that many people use, which no limit applies to.
   */
  public Peers(Predicate<FeedId> shared) {
    this.shared = shared;
  }

  /** Calls {@code listener} with whoever connects, on an event loop; it must be quick. */
  public void onArrival(Consumer<FeedId> listener) {
    arrivals.add(listener);
  }

  /** Who is connected; changes by itself. */
  public Set<FeedId> ids() {
    return Collections.unmodifiableSet(byKey.keySet());
  }

  /** Enters a connection that has just been opened. */
  public void add(PeerConnection connection) {
    List<PeerConnection> now =
        byKey.merge(connection.peer(), List.of(connection), (old, one) -> prepend(connection, old));
    if (!shared.test(connection.peer())) {
      for (int i = 1; i < now.size(); i++) {
        PeerConnection older = now.get(i);
        boolean tooMany = i >= MAX_PER_KEY;
        older
            .loop()
            .eventLoop()
            .execute(
                () -> {
                  if (tooMany) {
                    older.drop(CloseReason.REPLACED);
                  } else {
                    older.probe(SIGN_OF_LIFE);
                  }
                });
      }
    }
    arrivals.forEach(listener -> listener.accept(connection.peer()));
  }

  private static List<PeerConnection> prepend(PeerConnection newest, List<PeerConnection> old) {
    List<PeerConnection> all = new ArrayList<>(old.size() + 1);
    all.add(newest);
    all.addAll(old);
    return List.copyOf(all);
  }

  /** Makes the oldest of a connection whose peer has hung up, though we still listen to it. */
  public void hungUp(PeerConnection connection) {
    byKey.computeIfPresent(
        connection.peer(),
        (key, all) ->
            Stream.concat(
                    all.stream().filter(each -> each != connection),
                    all.stream().filter(each -> each == connection))
                .toList());
  }

  /** Takes out a connection that is closed; one that was never in is fine. */
  public void remove(PeerConnection connection) {
    byKey.computeIfPresent(
        connection.peer(),
        (key, all) -> {
          List<PeerConnection> rest = all.stream().filter(each -> each != connection).toList();
          return rest.isEmpty() ? null : rest;
        });
  }

  /** The newest connection of {@code peer}, or null when it is not connected. */
  public @Nullable PeerConnection newest(FeedId peer) {
    List<PeerConnection> all = byKey.get(peer);
    return all == null ? null : all.getFirst();
  }

  /** All connections of {@code peer}, newest first. */
  public List<PeerConnection> all(FeedId peer) {
    return byKey.getOrDefault(peer, List.of());
  }

  /** Runs {@code action} with each connection, on that connection's event loop. */
  public void onEach(Consumer<PeerConnection> action) {
    byKey.values().stream()
        .flatMap(List::stream)
        .forEach(each -> each.loop().eventLoop().execute(() -> action.accept(each)));
  }

  /** All connections, by the event loop that each is confined to, in the order of {@link #ids}. */
  public Map<PeerLoop, List<PeerConnection>> byLoop() {
    return byKey.values().stream()
        .flatMap(List::stream)
        .collect(
            Collectors.groupingBy(
                PeerConnection::loop, LinkedHashMap::new, Collectors.toUnmodifiableList()));
  }

  /** Connections of all peers that came by {@code transport}, a word of {@link Wire#transport}. */
  public int size(String transport) {
    return (int)
        byKey.values().stream()
            .flatMap(List::stream)
            .filter(each -> each.transport().equals(transport))
            .count();
  }

  /** Connections of all peers. */
  public int size() {
    return byKey.values().stream().mapToInt(List::size).sum();
  }
}
