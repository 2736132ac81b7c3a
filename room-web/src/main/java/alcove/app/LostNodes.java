package alcove.app;

import alcove.cluster.ClusterListener;
import alcove.cluster.ClusterMessage;
import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.identity.HostAndPort;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes that this one does not hear, and that may be where the registry is: those that went out
 * of sight without a word, cut off or dead, which nobody can tell; and those whose place stands in
 * the directory of nodes although they are not in sight, whether they ever were or not.
 * Thread-safe.
 *
 * <p>A lost one counts until it is in sight again, or another process at its place, which it cannot
 * have any more then; or until the directory, read since, has its place no more: PostgreSQL has
 * noticed its end by then.
 */
final class LostNodes implements ClusterListener {
  /** How long the session of a node that said goodbye may take to go from the directory. */
  private static final Duration FAREWELL = Duration.ofSeconds(30);

  /** How long a node that stands in the directory may take to come in sight, untold. */
  private static final Duration ARRIVAL = Duration.ofSeconds(30);

  private static final Logger LOG = LoggerFactory.getLogger(LostNodes.class);

  private final LongSupplier nanoTime;
  private final Set<NodeId> leaving = new HashSet<>();
  private final Map<NodeId, Loss> lost = new HashMap<>();

  /** When nodes that had said goodbye went out of sight, by their places. */
  private final Map<HostAndPort, Long> goodbyes = new HashMap<>();

  /** Since when places of the directory are of no node that is known. */
  private final Map<HostAndPort, Long> unknown = new HashMap<>();

  /** Those of them of which the log was told. */
  private final Set<HostAndPort> told = new HashSet<>();

  private Map<NodeId, HostAndPort> inSight = Map.of();
  private Set<HostAndPort> listed = Set.of();
  private final HostAndPort own;

  /**
   * A node that went out of sight without a word.
   *
   * @param at when
   * @param isOver whether it counts no longer than somebody asks back
   */
  private record Loss(HostAndPort place, long at, boolean isOver) {
    Loss over() {
      return new Loss(place, at, true);
    }
  }

  /**
   * No nodes.
   *
   * @param nanoTime a monotonic clock in nanoseconds
   */
  LostNodes(Node self, LongSupplier nanoTime) {
    this.own = RoomPorts.before(self.links());
    this.nanoTime = nanoTime;
  }

  /**
   * Takes note of what the directory has.
   *
   * @param places where nodes are
   * @param begun when reading began, by the clock of this
   */
  synchronized void read(Set<HostAndPort> places, long begun) {
    listed = Set.copyOf(places);
    goodbyes
        .entrySet()
        .removeIf(
            each ->
                !places.contains(each.getKey()) || begun - each.getValue() > FAREWELL.toNanos());
    lost.replaceAll(
        (_, each) -> each.at() < begun && !places.contains(each.place()) ? each.over() : each);
    tellOfUnknown(begun);
  }

  /** While all is well nothing else shows that two nodes do not see each other. */
  private void tellOfUnknown(long now) {
    unknown.keySet().removeIf(each -> !listed.contains(each) || isKnown(each));
    told.retainAll(unknown.keySet());
    listed.stream().filter(each -> !isKnown(each)).forEach(each -> unknown.putIfAbsent(each, now));
    unknown.forEach(
        (place, since) -> {
          if (now - since > ARRIVAL.toNanos() && told.add(place)) {
            LOG.warn("the node at {} is not in sight, though it has the database", place);
          }
        });
  }

  /**
   * Whether a node is lost, or was within this time up to now, also if it came back. What was over
   * before is forgotten: it is not asked for a longer time later on than has passed since.
   */
  synchronized boolean areAnyWithin(Duration time) {
    long now = nanoTime.getAsLong();
    lost.values().removeIf(each -> each.isOver() && now - each.at() > time.toNanos());
    return !lost.isEmpty() || !listed.stream().allMatch(this::isKnown);
  }

  /** Whether all is known of the node at a place of the directory. */
  private boolean isKnown(HostAndPort place) {
    return place.equals(own) || inSight.containsValue(place) || goodbyes.containsKey(place);
  }

  @Override
  public synchronized void changed(ClusterView view) {
    Map<NodeId, HostAndPort> now = new HashMap<>();
    view.others().forEach(each -> now.put(each.id(), RoomPorts.before(each.links())));
    inSight.forEach(
        (id, place) -> {
          if (!now.containsKey(id)) {
            goOutOfSight(id, place);
          }
        });
    lost.replaceAll(
        (id, each) -> now.containsKey(id) || now.containsValue(each.place()) ? each.over() : each);
    inSight = now;
  }

  private void goOutOfSight(NodeId id, HostAndPort place) {
    if (leaving.remove(id)) {
      goodbyes.put(place, nanoTime.getAsLong());
    } else {
      lost.put(id, new Loss(place, nanoTime.getAsLong(), false));
    }
  }

  @Override
  public synchronized void received(Node sender, ClusterMessage message) {
    if (message.kind() == ClusterMessage.Kind.LEAVING) {
      leaving.add(sender.id());
    }
  }
}
