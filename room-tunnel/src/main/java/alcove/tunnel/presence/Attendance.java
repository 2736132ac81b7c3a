package alcove.tunnel.presence;

import alcove.identity.FeedId;
import alcove.room.members.Presence;
import alcove.room.policy.Action;
import alcove.room.policy.Standings;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.PeerLoop;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The attendants of the room. The one owner of presence: its methods may be called from any thread,
 * and all of them do their work on one event loop, in order.
 *
 * <p>Attendance is counted by connection, so closing an old one never removes a new one. Others are
 * told by the {@link Audience}. Who leaves and is back within three seconds never left for the
 * others, but is announced as joined again, because clients forget a peer they were connected to
 * and only {@code joined} brings it back. The same is told of a peer that has another connection
 * when one of them is lost.
 *
 * <p>Whether a peer may attend or see who does is decided here, on the event loop, each time one
 * enters and each time {@link #rejudge} is called after a change; so no change slips in between. A
 * connection that wanted to attend and may not is remembered, and attends as soon as it may.
 */
public final class Attendance implements Presence {
  private static final long RETURN_WITHIN = Duration.ofSeconds(3).toNanos();

  /** How long an older connection has for a sign of life before it is doubted. */
  private static final long DOUBT = Duration.ofMillis(600).toNanos();

  private final PeerLoop loop;
  private final EventLoop eventLoop;
  private final Standings standings;
  private final Set<FeedId> reachable = ConcurrentHashMap.newKeySet();
  private final List<Consumer<FeedId>> arrivals = new CopyOnWriteArrayList<>();

  // All of the following belongs to the event loop.
  private final Map<FeedId, Set<PeerConnection>> attendants = new LinkedHashMap<>();
  private final Set<PeerConnection> waiting = new LinkedHashSet<>();
  private final Map<FeedId, Long> departed = new LinkedHashMap<>();
  private final Audience audience;

  /**
   * An empty room whose books are kept on {@code loop}.
   *
   * @param standings never fail to answer
   * @param crowded whether newcomers wait for their handshakes, which go before news of who is
   *     here; any thread
   */
  public Attendance(PeerLoop loop, Standings standings, BooleanSupplier crowded) {
    this.loop = loop;
    this.standings = standings;
    this.eventLoop = loop.eventLoop();
    this.audience =
        new Audience(loop, standings, attendants::containsKey, departed::containsKey, crowded);
    eventLoop.execute(() -> loop.add(this::everySecond));
  }

  /**
   * Calls {@code listener} with whoever begins to attend, on the event loop of presence; it must be
   * quick.
   */
  public void onArrival(Consumer<FeedId> listener) {
    arrivals.add(listener);
  }

  /** Who attends; changes by itself. */
  public Set<FeedId> attendants() {
    return Collections.unmodifiableSet(reachable);
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
          audience.removeAll(connection);
          waiting.remove(connection);
          exit(connection, mayAttend(connection.peer()));
          if (lost) {
            noteAgain(connection.peer());
          }
        });
  }

  /**
   * Subscribes to changes, which is also attending, beside other subscriptions of the connection.
   * Ends it with an error if the peer may not see who attends, or has too many of them.
   */
  public SubstreamReceiver subscribe(PeerConnection connection, Substream substream) {
    return subscribe(new AttendantsSubscriber(connection, substream));
  }

  /**
   * Subscribes to whole lists, which is also attending, beside other subscriptions of the
   * connection. Ends it if the peer may not see who attends, and with an error if it has too many
   * of them.
   */
  public SubstreamReceiver subscribeToEndpoints(PeerConnection connection, Substream substream) {
    return subscribe(new EndpointsSubscriber(connection, substream));
  }

  private SubstreamReceiver subscribe(Subscriber subscriber) {
    attend(subscriber.connection());
    eventLoop.execute(() -> audience.add(subscriber));
    return end -> eventLoop.execute(() -> audience.remove(subscriber));
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
          audience.rejudge();
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
    audience.note(who);
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
    boolean comesBeside = connections.add(connection) && !joins;
    if (joins) {
      departed.remove(who);
      reachable.add(who);
      audience.note(who);
      arrivals.forEach(listener -> listener.accept(who));
    } else if (comesBeside) {
      var _ = eventLoop.schedule(() -> doubt(who), DOUBT, TimeUnit.NANOSECONDS);
    }
  }

  /**
   * The peer has come by another connection: if an older one does not answer, others have lost it
   * with that, and are told again before it is found dead.
   */
  private void doubt(FeedId who) {
    for (PeerConnection each : attendants.getOrDefault(who, Set.of())) {
      each.loop()
          .run(
              () -> {
                if (each.owesSignOfLife()) {
                  eventLoop.execute(() -> noteAgain(who));
                }
              });
    }
  }

  private void noteAgain(FeedId who) {
    if (attendants.containsKey(who)) {
      audience.note(who);
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
      audience.note(who);
    }
  }

  private void everySecond(long now) {
    departed
        .entrySet()
        .removeIf(
            entry -> {
              boolean over = now - entry.getValue() >= RETURN_WITHIN;
              if (over) {
                audience.note(entry.getKey());
              }
              return over;
            });
    audience.everySecond();
  }
}
