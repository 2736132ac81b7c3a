package alcove.tunnel.presence;

import alcove.cluster.Cluster;
import alcove.cluster.ClusterListener;
import alcove.cluster.ClusterMessage;
import alcove.cluster.ClusterMessage.Kind;
import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Presence as the union of all nodes: tells the others who attends here, and takes in who attends
 * there.
 *
 * <p>Whoever comes in sight gets a whole report; after that all get the changes, gathered for a
 * fifth of a second. What was lost on the way is noticed by the next report, at the latest by the
 * one without changes that comes every two seconds. Those of a node that is out of sight, or that
 * ends, have eight seconds to come back by another before others are told that they left.
 *
 * <p>Confined to presence's event loop, but for what the cluster calls, {@link #nodesOf} and {@link
 * #isNewerElsewhere}.
 */
final class ClusterPresence implements ClusterListener {
  /** How long a peer may take to come back after it was lost. */
  static final long RETURN_WITHIN = Duration.ofSeconds(3).toNanos();

  /** The same where its node was lost, or is about to end. */
  static final long RETURN_FROM_LOST_NODE = Duration.ofSeconds(8).toNanos();

  private static final long MILLISECOND = Duration.ofMillis(1).toNanos();
  private static final int SECONDS_BETWEEN_BEATS = 2;

  private final Cluster cluster;
  private final OwnAttendance own;
  private final Executor loop;
  private final Consumer<Runnable> soon;
  private final LongSupplier nanoTime;
  private final LocalNews news;
  private final Map<NodeId, RemoteNode> nodes = new HashMap<>();
  private final Map<FeedId, Places> places = new ConcurrentHashMap<>();
  private boolean isScheduled;

  /**
   * The other nodes by which somebody attends, that with the newest connection first.
   *
   * @param areNewer whether that is newer than all connections to this node
   */
  private record Places(List<NodeId> nodes, boolean areNewer) {
    static final Places NONE = new Places(List.of(), false);
  }

  private int secondsSinceBeat;

  /**
   * What has told nobody anything yet.
   *
   * @param loop runs on presence's event loop
   * @param soon runs there a fifth of a second later
   * @param nanoTime the monotonic clock in nanoseconds
   */
  ClusterPresence(
      Cluster cluster,
      OwnAttendance own,
      Executor loop,
      Consumer<Runnable> soon,
      LongSupplier nanoTime) {
    this.cluster = cluster;
    this.own = own;
    this.loop = loop;
    this.soon = soon;
    this.nanoTime = nanoTime;
    this.news = new LocalNews(this::ages);
  }

  private List<Long> ages(FeedId who) {
    long now = nanoTime.getAsLong();
    return own.openings(who).stream()
        .limit(PeerReport.MOST_AGES)
        .map(opened -> (now - opened) / MILLISECOND)
        .toList();
  }

  @Override
  public void changed(ClusterView view) {
    loop.execute(() -> follow(view));
  }

  @Override
  public void received(Node sender, ClusterMessage message) {
    loop.execute(() -> take(sender.id(), message));
  }

  private void follow(ClusterView view) {
    Set<NodeId> inSight = new HashSet<>();
    for (Node each : view.others()) {
      inSight.add(each.id());
      boolean isNew = nodes.putIfAbsent(each.id(), new RemoteNode(each.id(), effects)) == null;
      if (isNew || view.isMetAnew(each.id())) {
        cluster.send(each.id(), message(Kind.ATTENDANTS, news.whole(own.connected())));
      }
    }
    List<NodeId> lost = nodes.keySet().stream().filter(each -> !inSight.contains(each)).toList();
    lost.forEach(this::lose);
  }

  private void lose(NodeId id) {
    RemoteNode node = nodes.remove(id);
    if (node != null) {
      for (FeedId who : node.all()) {
        locate(who);
        own.exit(who, id, RETURN_FROM_LOST_NODE);
        own.again(who);
      }
    }
  }

  private void take(NodeId sender, ClusterMessage message) {
    RemoteNode node = nodes.get(sender);
    if (node == null) {
      return;
    }
    switch (message.kind()) {
      case ATTENDANTS ->
          PresenceReport.decode(message.body())
              .ifPresent(report -> node.takeWhole(report, nanoTime.getAsLong()));
      case ATTENDANCE_CHANGES ->
          PresenceReport.decode(message.body())
              .ifPresent(report -> node.takeChanges(report, nanoTime.getAsLong()));
      case ASK_ATTENDANTS ->
          cluster.send(sender, message(Kind.ATTENDANTS, news.whole(own.connected())));
      case LEAVING -> node.leave();
      case HOLD, ASK_FIGURES, FIGURES, CALL, ANSWER -> {
        // others follow those
      }
    }
  }

  private static ClusterMessage message(Kind kind, PresenceReport report) {
    return new ClusterMessage(kind, report.encode());
  }

  /** {@code who} attends by one connection of this node more. */
  void entered(FeedId who) {
    locate(who);
    news.entered(who);
    schedule();
  }

  /** A connection of this node is gone by which {@code who} attended. */
  void exited(FeedId who, boolean mayReturn) {
    locate(who);
    news.exited(who, mayReturn);
    schedule();
  }

  /** Others have lost {@code who}, who may still be here. */
  void again(FeedId who) {
    news.again(who);
    schedule();
  }

  private void schedule() {
    if (!isScheduled) {
      isScheduled = true;
      soon.accept(this::tell);
    }
  }

  private void tell() {
    isScheduled = false;
    cluster.broadcast(message(Kind.ATTENDANCE_CHANGES, news.take()));
    secondsSinceBeat = 0;
  }

  /** To be called once a second. */
  void everySecond() {
    secondsSinceBeat++;
    if (secondsSinceBeat >= SECONDS_BETWEEN_BEATS && !isScheduled && !nodes.isEmpty()) {
      secondsSinceBeat = 0;
      cluster.broadcast(message(Kind.ATTENDANCE_CHANGES, news.beat()));
    }
  }

  /** Nodes by which {@code who} attends, that with the newest connection first; any thread. */
  List<NodeId> nodesOf(FeedId who) {
    return places.getOrDefault(who, Places.NONE).nodes();
  }

  /** Whether the newest connection of {@code who} is to another node; any thread. */
  boolean isNewerElsewhere(FeedId who) {
    return places.getOrDefault(who, Places.NONE).areNewer();
  }

  private long returnWithin(NodeId lostBy) {
    RemoteNode node = nodes.get(lostBy);
    return node != null && node.isLeaving() ? RETURN_FROM_LOST_NODE : RETURN_WITHIN;
  }

  private void locate(FeedId who) {
    List<NodeId> now =
        nodes.entrySet().stream()
            .filter(each -> !each.getValue().openings(who).isEmpty())
            .sorted(
                Comparator.comparingLong(
                    (Map.Entry<NodeId, RemoteNode> each) ->
                        nanoTime.getAsLong() - each.getValue().openings(who).getFirst()))
            .map(Map.Entry::getKey)
            .toList();
    if (now.isEmpty()) {
      places.remove(who);
    } else {
      places.put(who, new Places(now, isNewer(now.getFirst(), who)));
    }
  }

  private boolean isNewer(NodeId node, FeedId who) {
    RemoteNode remote = nodes.get(node);
    List<Long> here = own.openings(who);
    return here.isEmpty()
        || (remote != null && remote.openings(who).getFirst() - here.getFirst() > 0);
  }

  private final RemoteNode.Effects effects =
      new RemoteNode.Effects() {
        @Override
        public void here(NodeId node, FeedId who, boolean again, boolean newcomer) {
          locate(who);
          own.enter(who, node);
          if (again) {
            own.again(who);
          }
          if (newcomer) {
            List<Long> elsewhere = new ArrayList<>();
            nodes.values().forEach(each -> elsewhere.addAll(each.openings(who)));
            own.overtaken(who, elsewhere);
          }
        }

        @Override
        public void gone(NodeId node, FeedId who, boolean mayReturn, boolean again) {
          locate(who);
          own.exit(who, node, mayReturn ? returnWithin(node) : 0);
          if (again) {
            own.again(who);
          }
        }

        @Override
        public void ask(NodeId node) {
          cluster.send(node, new ClusterMessage(Kind.ASK_ATTENDANTS, new byte[0]));
        }
      };
}
