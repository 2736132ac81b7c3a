package alcove.tunnel.presence;

import alcove.identity.FeedId;
import alcove.room.Action;
import alcove.room.Presence;
import alcove.room.Standings;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.PeerLoop;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * Who attends the room. The one owner of presence: its methods may be called from any thread, and
 * all of them do their work on one event loop, in order.
 *
 * <p>Attendance is counted by connection, so closing an old one never removes a new one. Changes
 * are gathered for a tick and told at once; a snapshot and the subscription behind it are one step.
 * Who leaves and is back within three seconds never left for the others, but is announced as joined
 * again, because clients forget a peer they were connected to and only {@code joined} brings it
 * back. The same is told of a peer that has another connection when one of them is lost.
 *
 * <p>Whether a peer may attend or see who does is decided here, on the event loop, each time one
 * enters and each time {@link #rejudge} is called after a change; so no change slips in between. A
 * connection that wanted to attend and may not is remembered, and attends as soon as it may.
 */
public final class Attendance implements Presence {
  private static final long TICK = Duration.ofMillis(200).toNanos();
  private static final long SHORTEST_WAIT = Duration.ofMillis(5).toNanos();
  private static final long RETURN_WITHIN = Duration.ofSeconds(3).toNanos();

  private final PeerLoop loop;
  private final EventLoop eventLoop;
  private final Standings standings;
  private final Set<FeedId> reachable = ConcurrentHashMap.newKeySet();

  // All of the following belongs to the event loop.
  private final Map<FeedId, Set<PeerConnection>> attendants = new LinkedHashMap<>();
  private final Set<PeerConnection> waiting = new LinkedHashSet<>();
  private final Map<FeedId, Long> departed = new LinkedHashMap<>();
  private final Set<FeedId> told = new LinkedHashSet<>();
  private final Set<FeedId> changed = new LinkedHashSet<>();
  private final Map<PeerConnection, AttendantsSubscriber> subscribers = new HashMap<>();
  private final Map<PeerConnection, EndpointsSubscriber> endpoints = new HashMap<>();
  private final List<AttendantsSubscriber> beginners = new ArrayList<>();
  private boolean tickScheduled;
  private long lastTick;

  /** An empty room whose books are kept on {@code loop}; {@code standings} never fail to answer. */
  public Attendance(PeerLoop loop, Standings standings) {
    this.loop = loop;
    this.standings = standings;
    this.eventLoop = loop.eventLoop();
    this.lastTick = loop.now() - TICK;
    eventLoop.execute(() -> loop.add(this::everySecond));
  }

  @Override
  public int online() {
    return reachable.size();
  }

  /** {@inheritDoc} From the moment it attends a tunnel may lead to it. */
  @Override
  public boolean isAttendant(FeedId peer) {
    return reachable.contains(peer);
  }

  /**
   * The peer attends with {@code connection}, or will as soon as it may; again and again does no
   * harm.
   *
   * @return whether it may now
   */
  public boolean attend(PeerConnection connection) {
    boolean allowed = mayAttend(connection.peer());
    if (allowed) {
      reachable.add(connection.peer());
    }
    eventLoop.execute(() -> enter(connection));
    return allowed;
  }

  private boolean mayAttend(FeedId peer) {
    return standings.allow(peer, Action.ATTEND);
  }

  private boolean refuses(Subscriber subscriber) {
    boolean refused = !standings.allow(subscriber.connection().peer(), Action.SEE_ATTENDANTS);
    if (refused) {
      subscriber.refuse();
    }
    return refused;
  }

  /**
   * The peer no longer attends with {@code connection}, by its own wish: others are told at once.
   */
  public void leave(PeerConnection connection) {
    eventLoop.execute(
        () -> {
          waiting.remove(connection);
          exit(connection, false);
        });
  }

  /**
   * The connection is gone; whoever had attended with it, and still may, has three seconds to come
   * back.
   *
   * @param lost whether it broke without the peer's doing. Then tunnels broke with it, and others
   *     are told of a peer that still attends by another connection as if it had just come.
   */
  public void closed(PeerConnection connection, boolean lost) {
    eventLoop.execute(
        () -> {
          unsubscribe(connection);
          endpoints.remove(connection);
          waiting.remove(connection);
          exit(connection, mayAttend(connection.peer()));
          if (lost && attendants.containsKey(connection.peer())) {
            note(connection.peer());
          }
        });
  }

  /**
   * Subscribes to changes, which is also attending; replaces an earlier subscription. Ends it with
   * an error if the peer may not see who attends.
   */
  public SubstreamReceiver subscribe(PeerConnection connection, Substream substream) {
    AttendantsSubscriber subscriber = new AttendantsSubscriber(connection, substream);
    attend(connection);
    eventLoop.execute(
        () -> {
          unsubscribe(connection);
          if (!refuses(subscriber)) {
            beginners.add(subscriber);
            scheduleTick();
          }
        });
    return new Listener(() -> unsubscribed(subscriber));
  }

  /**
   * Subscribes to whole lists, which is also attending; replaces an earlier subscription. Ends it
   * with an error if the peer may not see who attends.
   */
  public SubstreamReceiver subscribeToEndpoints(PeerConnection connection, Substream substream) {
    EndpointsSubscriber subscriber = new EndpointsSubscriber(connection, substream);
    attend(connection);
    eventLoop.execute(
        () -> {
          EndpointsSubscriber earlier = endpoints.remove(connection);
          if (earlier != null) {
            earlier.end();
          }
          if (!refuses(subscriber)) {
            endpoints.put(connection, subscriber);
            scheduleTick();
          }
        });
    return new Listener(() -> unsubscribed(subscriber));
  }

  /** A subscriber's half of a source: nothing comes from there but its end. */
  private record Listener(Runnable onEnd) implements SubstreamReceiver {
    @Override
    public Input input() {
      return Input.NONE;
    }

    @Override
    public void ended(SubstreamEnd end) {
      onEnd.run();
    }
  }

  /** Ends a subscription whose substream is over; the peer still attends. */
  private void unsubscribed(AttendantsSubscriber subscriber) {
    eventLoop.execute(
        () -> {
          beginners.remove(subscriber);
          subscribers.remove(subscriber.connection(), subscriber);
        });
  }

  /** Ends a subscription whose substream is over; the peer still attends. */
  private void unsubscribed(EndpointsSubscriber subscriber) {
    eventLoop.execute(() -> endpoints.remove(subscriber.connection(), subscriber));
  }

  private void unsubscribe(PeerConnection connection) {
    AttendantsSubscriber subscriber = subscribers.remove(connection);
    if (subscriber != null) {
      subscriber.end();
    }
    beginners.removeIf(
        each -> {
          boolean found = each.connection() == connection;
          if (found) {
            each.end();
          }
          return found;
        });
  }

  /**
   * Judges everybody again after standings have changed, from any thread: who may not attend any
   * more is gone for the others at once, who may not see who does loses its subscriptions, and
   * those who have waited for it attend.
   */
  public void rejudge() {
    eventLoop.execute(
        () -> {
          attendants.keySet().stream()
              .filter(who -> !mayAttend(who))
              .toList()
              .forEach(this::suspend);
          departed.keySet().stream().filter(who -> !mayAttend(who)).toList().forEach(this::forget);
          waiting.stream().filter(each -> mayAttend(each.peer())).toList().forEach(this::enter);
          subscribers.values().removeIf(this::refuses);
          beginners.removeIf(this::refuses);
          endpoints.values().removeIf(this::refuses);
        });
  }

  /** Takes all connections of {@code who} out, until it may attend again. */
  private void suspend(FeedId who) {
    for (PeerConnection each : List.copyOf(attendants.getOrDefault(who, Set.of()))) {
      exit(each, false);
      waiting.add(each);
    }
  }

  /** Waits no longer for the return of {@code who}. */
  private void forget(FeedId who) {
    departed.remove(who);
    note(who);
  }

  private void enter(PeerConnection connection) {
    FeedId who = connection.peer();
    if (!mayAttend(who)) {
      waiting.add(connection);
      if (!attendants.containsKey(who)) {
        reachable.remove(who);
      }
      return;
    }
    waiting.remove(connection);
    Set<PeerConnection> connections = attendants.computeIfAbsent(who, key -> new HashSet<>(2));
    boolean joins = connections.isEmpty();
    connections.add(connection);
    if (joins) {
      departed.remove(who);
      reachable.add(who);
      note(who);
    }
  }

  private void exit(PeerConnection connection, boolean mayReturn) {
    FeedId who = connection.peer();
    Set<PeerConnection> connections = attendants.get(who);
    if (connections == null || !connections.remove(connection) || !connections.isEmpty()) {
      return;
    }
    attendants.remove(who);
    reachable.remove(who);
    if (mayReturn) {
      departed.put(who, loop.now());
    } else {
      note(who);
    }
  }

  private void note(FeedId who) {
    changed.add(who);
    scheduleTick();
  }

  private void scheduleTick() {
    if (!tickScheduled) {
      tickScheduled = true;
      long wait = Math.max(SHORTEST_WAIT, lastTick + TICK - loop.now());
      var _ = eventLoop.schedule(this::tick, wait, TimeUnit.NANOSECONDS);
    }
  }

  private void everySecond(long now) {
    departed
        .entrySet()
        .removeIf(
            entry -> {
              boolean over = now - entry.getValue() >= RETURN_WITHIN;
              if (over) {
                note(entry.getKey());
              }
              return over;
            });
    if (!tickScheduled) {
      sendEndpoints();
    }
  }

  private void tick() {
    tickScheduled = false;
    lastTick = loop.now();
    List<Change> changes = takeChanges();
    if (!changes.isEmpty()) {
      tell(changes);
      endpoints.values().forEach(EndpointsSubscriber::changed);
    }
    begin();
    sendEndpoints();
  }

  /** The difference between what is and what was told last; who came back counts as joined. */
  private List<Change> takeChanges() {
    List<Change> changes = new ArrayList<>(changed.size());
    for (FeedId who : changed) {
      if (attendants.containsKey(who)) {
        told.add(who);
        changes.add(Change.joined(who));
      } else if (!departed.containsKey(who) && told.remove(who)) {
        changes.add(Change.left(who));
      }
    }
    changed.clear();
    return List.copyOf(changes);
  }

  private void tell(List<Change> changes) {
    Map<EventLoop, List<AttendantsSubscriber>> byLoop = new HashMap<>();
    for (AttendantsSubscriber subscriber : subscribers.values()) {
      EventLoop theirs = subscriber.connection().loop().eventLoop();
      byLoop.computeIfAbsent(theirs, key -> new ArrayList<>()).add(subscriber);
    }
    byLoop.forEach(
        (theirs, all) -> theirs.execute(() -> all.forEach(each -> each.changed(changes))));
  }

  private void begin() {
    if (beginners.isEmpty()) {
      return;
    }
    byte[] state = Change.state(told);
    for (AttendantsSubscriber beginner : beginners) {
      subscribers.put(beginner.connection(), beginner);
      beginner.connection().loop().eventLoop().execute(() -> beginner.begin(state));
    }
    beginners.clear();
  }

  private void sendEndpoints() {
    long now = loop.now();
    List<EndpointsSubscriber> waiting =
        endpoints.values().stream().filter(each -> each.mayHave(now)).toList();
    if (!waiting.isEmpty()) {
      byte[] list = Json.encode(Change.ids(told));
      waiting.forEach(each -> each.send(list, now));
    }
  }
}
