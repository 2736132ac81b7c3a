package alcove.app;

import alcove.cluster.Node;
import alcove.identity.HostAndPort;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The arrival of a node among the others, which may keep keys out that the registry does not have
 * yet: whoever starts hears of these from them, and takes nobody in before. It is over when the
 * directory of nodes, read twice, names nobody else, or all that it names have answered, which each
 * does after it has told what it holds; or when it has taken too long. Thread-safe.
 */
final class NodeArrival {
  /**
   * Longer than joining takes on a machine with too much to do, and not for ever: a node that is
   * frozen or behind a closed port keeps no other from starting.
   */
  static final Duration LONGEST = Duration.ofSeconds(20);

  /**
   * How long the list is read before it counts, and again when it has lost somebody: when the
   * database was away, nodes stand in it again only a moment after it is back.
   */
  static final Duration SETTLING = Duration.ofMillis(1_500);

  private static final Logger LOG = LoggerFactory.getLogger(NodeArrival.class);

  private final HostAndPort own;
  private final CountDownLatch over = new CountDownLatch(1);
  private Optional<Set<HostAndPort>> listed = Optional.empty();

  /** When it was read first, or first without somebody. */
  private OptionalLong firstRead = OptionalLong.empty();

  private boolean isSettled;
  private Set<HostAndPort> met = Set.of();

  /** That of the node at {@code own}, as the directory has it. */
  NodeArrival(HostAndPort own) {
    this.own = own;
  }

  /**
   * Takes note of the places where the directory has nodes.
   *
   * @param begun when reading began, in nanoseconds of one clock
   */
  synchronized void list(Set<HostAndPort> places, long begun) {
    Set<HostAndPort> others = new HashSet<>(places);
    others.remove(own);
    if (!others.containsAll(listed.orElse(Set.of()))) {
      // They may be gone, or not yet back.
      firstRead = OptionalLong.empty();
    }
    listed = Optional.of(others);
    firstRead = OptionalLong.of(firstRead.orElse(begun));
    isSettled = begun - firstRead.getAsLong() >= SETTLING.toNanos();
    judge();
  }

  /** Takes note of those who have answered. */
  synchronized void meet(Collection<Node> answering) {
    met =
        answering.stream().map(each -> RoomPorts.before(each.links())).collect(Collectors.toSet());
    judge();
  }

  private void judge() {
    if (isSettled && listed.isPresent() && met.containsAll(listed.get())) {
      over.countDown();
    }
  }

  /** Whether nobody waits for it any more. */
  boolean isOver() {
    return over.getCount() == 0;
  }

  /**
   * Waits until it is over, for so long at most.
   *
   * @return whether all have been met
   */
  boolean await(Duration longest) throws InterruptedException {
    boolean isWell = over.await(longest.toNanos(), TimeUnit.NANOSECONDS);
    if (!isWell) {
      LOG.warn(
          "has not met {} within {} seconds, and goes on: a key that only they keep out comes in",
          missing(),
          longest.toSeconds());
      over.countDown();
    }
    return isWell;
  }

  private synchronized String missing() {
    Set<String> places = new TreeSet<>();
    listed.ifPresent(all -> all.forEach(each -> places.add(each.toString())));
    met.forEach(each -> places.remove(each.toString()));
    return listed.isEmpty()
        ? "the other nodes, since the list of them cannot be read,"
        : "the nodes at " + String.join(", ", places);
  }
}
