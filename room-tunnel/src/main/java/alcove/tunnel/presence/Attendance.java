package alcove.tunnel.presence;

import alcove.cluster.Cluster;
import alcove.cluster.NodeId;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

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
 * <p>With a cluster, a peer attends by connections here and by other nodes alike ({@link
 * ClusterPresence}).
 *
 * <p>Whether a peer may attend or see who does is decided here, on the event loop, each time one
 * enters and each time {@link #rejudge} is called after a change; so no change slips in between. A
 * connection that wanted to attend and may not is remembered, and attends as soon as it may.
 */
public final class Attendance implements Presence {
  /** How long an older connection has for a sign of life before it is doubted. */
  private static final long DOUBT = Duration.ofMillis(600).toNanos();

  /** How long what other nodes are told is gathered. */
  private static final long GATHER = Duration.ofMillis(200).toNanos();

  private final PeerLoop loop;
  private final EventLoop eventLoop;
  private final Standings standings;
  private final Set<FeedId> reachable = ConcurrentHashMap.newKeySet();
  private final List<Consumer<FeedId>> arrivals = new CopyOnWriteArrayList<>();

  // All of the following belongs to the event loop.
  private final Attendants<AttendanceSource> attendants = new Attendants<>(this::note);
  private final Set<Waiting> waiting = new LinkedHashSet<>();
  private final Audience audience;
  private volatile @Nullable ClusterPresence cluster;

  /** Somebody who would attend if they might. */
  private record Waiting(FeedId who, AttendanceSource source) {}

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
        new Audience(loop, standings, attendants::isHere, attendants::isExpected, crowded);
    eventLoop.execute(() -> loop.add(this::everySecond));
  }

  /**
   * Calls {@code listener} with whoever begins to attend, by whichever node, on the event loop of
   * presence; it must be quick.
   */
  public void onArrival(Consumer<FeedId> listener) {
    arrivals.add(listener);
  }

  /**
   * Is the presence of all nodes together from now on: tells the others who attends here, and
   * counts in who attends there.
   *
   * @param shared names keys that many people use, of which none replaces another
   */
  public void join(Cluster nodes, Predicate<FeedId> shared) {
    ClusterPresence joined =
        new ClusterPresence(
            nodes,
            new NodeAttendance(this, attendants, shared),
            loop::run,
            task -> {
              var _ = eventLoop.schedule(task, GATHER, TimeUnit.NANOSECONDS);
            },
            loop.clock());
    cluster = joined;
    nodes.add(joined);
  }

  /**
   * Other nodes by which {@code who} attends, that with the newest connection first; any thread.
   */
  public List<NodeId> nodesOf(FeedId who) {
    ClusterPresence joined = cluster;
    return joined == null ? List.of() : joined.nodesOf(who);
  }

  /**
   * Whether {@code who} attends by a connection to another node that is newer than all those by
   * which they attend here; any thread.
   */
  public boolean isNewerElsewhere(FeedId who) {
    ClusterPresence joined = cluster;
    return joined != null && joined.isNewerElsewhere(who);
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
    eventLoop.execute(() -> enter(connection.peer(), new AttendanceSource.Connected(connection)));
    return allowed;
  }

  /** Whether {@code peer} may attend now. */
  boolean mayAttend(FeedId peer) {
    return standings.allow(peer, Action.ATTEND);
  }

  /**
   * The peer no longer attends with {@code connection}, by its own wish: others are told at once.
   */
  public void leave(PeerConnection connection) {
    eventLoop.execute(() -> exit(connection, 0));
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
          exit(connection, mayAttend(connection.peer()) ? ClusterPresence.RETURN_WITHIN : 0);
          if (lost) {
            lost(connection.peer());
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
          attendants.all().stream().filter(who -> !mayAttend(who)).toList().forEach(this::suspend);
          attendants.giveUp(who -> !mayAttend(who));
          List.copyOf(waiting).forEach(each -> enter(each.who, each.source));
          audience.rejudge();
        });
  }

  /** Takes out all that {@code who} attends by, until it may attend again. */
  private void suspend(FeedId who) {
    for (AttendanceSource each : List.copyOf(attendants.sources(who))) {
      exit(who, each, 0);
      waiting.add(new Waiting(who, each));
    }
  }

  private void note(FeedId who) {
    audience.note(who);
  }

  /** {@code who} attends by {@code source}, or will as soon as they may. */
  void enter(FeedId who, AttendanceSource source) {
    if (!mayAttend(who)) {
      waiting.add(new Waiting(who, source));
      if (!attendants.isHere(who)) {
        reachable.remove(who);
      }
      return;
    }
    waiting.remove(new Waiting(who, source));
    Attendants.Arrival arrival = attendants.enter(who, source);
    switch (arrival) {
      case FIRST -> {
        reachable.add(who);
        arrivals.forEach(listener -> listener.accept(who));
      }
      case BESIDE -> {
        var _ = eventLoop.schedule(() -> doubt(who), DOUBT, TimeUnit.NANOSECONDS);
      }
      case KNOWN -> {}
    }
    if (arrival != Attendants.Arrival.KNOWN
        && cluster != null
        && source instanceof AttendanceSource.Connected) {
      cluster.entered(who);
    }
  }

  /**
   * The peer has come by something else as well: if an older connection does not answer, others
   * have lost it with that, and are told again before it is found dead.
   */
  private void doubt(FeedId who) {
    OlderConnections.doubt(connections(who), () -> eventLoop.execute(() -> lost(who)));
  }

  /** Others have lost {@code who} here, and are told again if it attends. */
  private void lost(FeedId who) {
    attendants.again(who);
    if (cluster != null) {
      cluster.again(who);
    }
  }

  private void exit(PeerConnection connection, long within) {
    exit(connection.peer(), new AttendanceSource.Connected(connection), within);
  }

  /** {@code who} attends by {@code source} no more, and may be back within that time; 0: left. */
  void exit(FeedId who, AttendanceSource source, long within) {
    waiting.remove(new Waiting(who, source));
    boolean attended = attendants.sources(who).contains(source);
    if (attendants.exit(who, source, within == 0 ? Attendants.NOT_EXPECTED : loop.now() + within)) {
      reachable.remove(who);
    }
    if (attended && cluster != null && source instanceof AttendanceSource.Connected) {
      cluster.exited(who, within > 0);
    }
  }

  /** The connections of this node by which {@code who} attends. */
  List<PeerConnection> connections(FeedId who) {
    return attendants.sources(who).stream()
        .filter(AttendanceSource.Connected.class::isInstance)
        .map(each -> ((AttendanceSource.Connected) each).connection())
        .toList();
  }

  private void everySecond(long now) {
    attendants.expire(now);
    audience.everySecond();
    if (cluster != null) {
      cluster.everySecond();
    }
  }
}
