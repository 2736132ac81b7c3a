package alcove.tunnel.presence;

import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import alcove.tunnel.testing.FakeClusters;
import alcove.tunnel.testing.FakeClusters.FakeNode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;

/** The presence of one node, with connections that are mere numbers, and what others are told. */
final class PresenceNode implements OwnAttendance {
  final FakeNode cluster;
  final ClusterPresence presence;

  /** What the audience was told: {@code +x} and {@code -x}. */
  final List<String> told = new ArrayList<>();

  final List<FeedId> overtaken = new ArrayList<>();

  private final AtomicLong clock;
  private final Set<FeedId> noted = new LinkedHashSet<>();
  private final Set<FeedId> known = new LinkedHashSet<>();
  private final Attendants<Object> attendants = new Attendants<>(noted::add);
  private final Map<FeedId, Map<Integer, Long>> connections = new LinkedHashMap<>();
  private final Deque<Runnable> scheduled = new ArrayDeque<>();
  private final Map<FeedId, String> names = new HashMap<>();

  PresenceNode(FakeClusters clusters, String name, AtomicLong clock) {
    this.clock = clock;
    this.cluster = clusters.node(name);
    this.presence = new ClusterPresence(cluster, this, Runnable::run, scheduled::add, clock::get);
    cluster.add(presence);
  }

  static FeedId key(String name) {
    byte[] key = new byte[32];
    key[0] = (byte) name.charAt(0);
    return FeedId.of(key);
  }

  private FeedId named(String name) {
    FeedId who = key(name);
    names.put(who, name);
    return who;
  }

  void connect(String name, int connection) {
    FeedId who = named(name);
    connections.computeIfAbsent(who, key -> new LinkedHashMap<>()).put(connection, clock.get());
    attendants.enter(who, connection);
    presence.entered(who);
  }

  /** By its own wish, or since it is not allowed any more. */
  void leave(String name, int connection) {
    end(named(name), connection, 0);
  }

  /** The connection breaks. */
  void lose(String name, int connection) {
    FeedId who = named(name);
    if (end(who, connection, ClusterPresence.RETURN_WITHIN)) {
      attendants.again(who);
      presence.again(who);
    }
  }

  private boolean end(FeedId who, int connection, long within) {
    Map<Integer, Long> all = connections.getOrDefault(who, new HashMap<>());
    if (all.remove(connection) == null) {
      return false;
    }
    attendants.exit(who, connection, until(within));
    presence.exited(who, within > 0);
    return true;
  }

  private long until(long within) {
    return within == 0 ? Attendants.NOT_EXPECTED : clock.get() + within;
  }

  boolean has(String name, int connection) {
    return connections.getOrDefault(key(name), Map.of()).containsKey(connection);
  }

  /** A fifth of a second is over: the other nodes are told, and the audience. */
  void tick() {
    for (Runnable task = scheduled.poll(); task != null; task = scheduled.poll()) {
      task.run();
    }
    for (FeedId who : noted) {
      if (attendants.isHere(who)) {
        known.add(who);
        told.add("+" + name(who));
      } else if (!attendants.isExpected(who) && known.remove(who)) {
        told.add("-" + name(who));
      }
    }
    noted.clear();
  }

  void second() {
    attendants.expire(clock.get());
    presence.everySecond();
  }

  static String name(FeedId who) {
    return String.valueOf((char) who.bytes()[0]);
  }

  /** Whom its audience takes to be here. */
  String known() {
    Set<String> all = new TreeSet<>();
    known.forEach(each -> all.add(name(each)));
    return String.join("", all);
  }

  /** Who attends here or there. */
  String here() {
    Set<String> all = new TreeSet<>();
    attendants.all().forEach(each -> all.add(name(each)));
    return String.join("", all);
  }

  /** Who attends by a connection of this node. */
  Set<String> local() {
    Set<String> all = new TreeSet<>();
    connected().forEach(each -> all.add(name(each)));
    return all;
  }

  @Override
  public Set<FeedId> connected() {
    Set<FeedId> all = new LinkedHashSet<>();
    connections.forEach(
        (who, each) -> {
          if (!each.isEmpty()) {
            all.add(who);
          }
        });
    return all;
  }

  @Override
  public List<Long> openings(FeedId who) {
    return connections.getOrDefault(who, Map.of()).values().stream().sorted().toList().reversed();
  }

  @Override
  public void enter(FeedId who, NodeId node) {
    attendants.enter(who, node);
  }

  @Override
  public void exit(FeedId who, NodeId node, long within) {
    attendants.exit(who, node, until(within));
  }

  @Override
  public void again(FeedId who) {
    attendants.again(who);
  }

  @Override
  public void overtaken(FeedId who, List<Long> elsewhere) {
    if (openings(who).stream().anyMatch(own -> elsewhere.stream().anyMatch(each -> each > own))) {
      overtaken.add(who);
    }
  }

  static Duration tickLength() {
    return Duration.ofMillis(200);
  }
}
