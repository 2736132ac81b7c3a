package alcove.tunnel.simulation;

import alcove.identity.FeedKeyPair;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The choice of whom or what a deed is about. */
final class Picks {
  private final World world;
  private final SimulatedRoom room;

  Picks(SimulatedRoom room) {
    this.room = room;
    this.world = room.world();
  }

  /** What was to be told comes, before something else is to be told. */
  void perhapsWaitForNews() {
    if (chance().oneIn(2)) {
      world.live(Duration.ofSeconds(14));
    }
  }

  private Chance chance() {
    return world.chance();
  }

  FeedKeyPair somebody() {
    return chance().oneIn(25) ? room.guest() : chance().of(room.people());
  }

  void withPeer(Consumer<SimulatedPeer> action) {
    with(room.peers(SimulatedPeer::isLively), action);
  }

  void withTunnel(Consumer<SimulatedTunnelEnd> action) {
    Predicate<SimulatedTunnelEnd> isLively = end -> end.peer().isLively() && end.isOpen();
    with(room.tunnels().all(isLively), action);
  }

  void withBrowser(Consumer<SignInBooks.Browser> action) {
    with(room.signIns().browsers(), action);
  }

  <T> void with(List<T> all, Consumer<T> action) {
    if (!all.isEmpty()) {
      T one = chance().of(all);
      world.note("  by " + one);
      action.accept(one);
    }
  }
}
