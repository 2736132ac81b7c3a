package alcove.tunnel.splice;

import alcove.identity.FeedId;
import alcove.limits.TokenBucket;
import alcove.tunnel.link.LinkAcceptor;
import alcove.tunnel.link.LinkNode;
import alcove.tunnel.muxrpc.CallException;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.net.PeerConnection;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiPredicate;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * All tunnels of the room: who gets one, and what they hold together. Thread-safe.
 *
 * <p>Room is reserved at both ends before a tunnel is begun. A stranger learns from a refusal no
 * more than that the target could not be connected to.
 */
public final class Tunnels {
  /**
   * How many tunnels peers may have.
   *
   * @param outgoing that one peer has opened, at once
   * @param incoming that lead to one peer, at once
   * @param pending to one target that it has not answered yet, at once
   * @param perSecond that one peer opens each second, in the long run
   * @param burst that one peer opens at once
   */
  public record Quota(int outgoing, int incoming, int pending, int perSecond, int burst) {
    /** What a room allows unless its operator says otherwise. */
    public static final Quota DEFAULT = new Quota(128, 128, 8, 5, 32);
  }

  /** Why a tunnel was refused; each is counted. */
  public enum Refusal {
    /** The target is not there, not for this caller, or the caller itself. */
    NOT_ATTENDING,
    /** The caller opens tunnels too quickly. */
    TOO_QUICK,
    /** The caller has as many tunnels as it may have. */
    CALLER_BUSY,
    /** So many tunnels lead to the target already. */
    TARGET_BUSY,
    /** The target has not answered others yet. */
    TARGET_PENDING,
    /** There are as many tunnels between nodes as there may be, of all or of this peer or node. */
    LINKS_BUSY;

    /** The refusal that another node has named; what this release does not know says least. */
    static Refusal of(String name) {
      for (Refusal each : values()) {
        if (each.name().equals(name)) {
          return each;
        }
      }
      return NOT_ATTENDING;
    }
  }

  private final FeedId room;
  private final Targets targets;
  private final Quota quota;
  private final FlowLimits limits;
  private final LongSupplier nanoTime;
  private final Map<PeerConnection, ConnectionLoad> loads = new ConcurrentHashMap<>();
  private final AtomicLong held = new AtomicLong();
  private final TunnelCounts counts = new TunnelCounts();
  private final @Nullable Crossings crossings;

  /** No tunnels yet, of a room that has no other nodes. */
  public Tunnels(
      FeedId room, Targets targets, Quota quota, FlowLimits limits, LongSupplier nanoTime) {
    this(room, targets, quota, limits, nanoTime, null);
  }

  /**
   * No tunnels yet.
   *
   * @param others the other nodes, or null where there are none
   */
  public Tunnels(
      FeedId room,
      Targets targets,
      Quota quota,
      FlowLimits limits,
      LongSupplier nanoTime,
      @Nullable OtherNodes others) {
    this.room = room;
    this.targets = targets;
    this.quota = quota;
    this.limits = limits;
    this.nanoTime = nanoTime;
    this.crossings = others == null ? null : new Crossings(this, others);
  }

  /**
   * Begins a tunnel; called on the caller's event loop.
   *
   * @param callersSubstream the caller's {@code tunnel.connect}
   * @return who takes what the caller sends on it
   */
  public SubstreamReceiver connect(PeerConnection caller, FeedId target, Substream callersSubstream)
      throws CallException {
    ConnectionLoad callerLoad = loads.get(caller);
    PeerConnection callee = here(caller.peer(), target);
    if (callerLoad == null) {
      throw refuse(Refusal.NOT_ATTENDING, target);
    }
    List<LinkNode> having = elsewhere(caller.peer(), target, callee != null);
    if (crossings != null && !having.isEmpty()) {
      reserve(target, callerLoad);
      return crossings.lead(caller, callerLoad, target, having, callersSubstream);
    }
    if (callee == null) {
      throw refuse(Refusal.NOT_ATTENDING, target);
    }
    reserve(target, callerLoad);
    return connect(caller, callerLoad, callee, callersSubstream);
  }

  /** The other nodes that are to be asked, before what this one has. */
  private List<LinkNode> elsewhere(FeedId origin, FeedId target, boolean isHere) {
    boolean isNobodyAsked =
        crossings == null || target.equals(origin) || (isHere && !targets.isNewerElsewhere(target));
    return isNobodyAsked ? List.of() : targets.elsewhere(origin, target);
  }

  /** What {@link #find} finds, unless it has just been closed. */
  @Nullable PeerConnection here(FeedId origin, FeedId target) {
    PeerConnection found = find(origin, target);
    return found == null || loads.get(found) == null ? null : found;
  }

  /** Begins a tunnel on this node, for which the caller's share is reserved. */
  SubstreamReceiver connect(
      PeerConnection caller,
      ConnectionLoad callerLoad,
      PeerConnection callee,
      Substream callersSubstream)
      throws CallException {
    FeedId target = callee.peer();
    ConnectionLoad calleeLoad = loads.get(callee);
    if (calleeLoad == null) {
      callerLoad.releaseOutgoing();
      throw refuse(Refusal.NOT_ATTENDING, target);
    }
    if (!calleeLoad.reserveIncoming(quota.incoming())) {
      callerLoad.releaseOutgoing();
      throw refuse(Refusal.TARGET_BUSY, target);
    }
    Tunnel tunnel =
        new Tunnel(
            target,
            (ended, reason) -> {
              release(callerLoad, calleeLoad, ended);
              counts.ended(reason);
            });
    PeerLeg callersLeg = new PeerLeg(tunnel, caller, this, callerLoad, false, true);
    PeerLeg targetsLeg = new PeerLeg(tunnel, callee, this, calleeLoad, true, false);
    callersLeg.join(targetsLeg.asSeenFrom(caller.loop(), caller::afterRead));
    targetsLeg.join(callersLeg.asSeenFrom(callee.loop(), callee::afterRead));
    if (!calleeLoad.pending().take(caller.peer(), tunnel, callersLeg::giveUpPlace)) {
      callerLoad.releaseOutgoing();
      calleeLoad.releaseIncoming();
      throw refuse(Refusal.TARGET_PENDING, target);
    }
    counts.opened();
    counts.began();
    callersLeg.begin(callersSubstream);
    return callersLeg.receiver();
  }

  private void reserve(FeedId target, ConnectionLoad callerLoad) throws CallException {
    if (!callerLoad.tryOpen()) {
      throw refuse(Refusal.TOO_QUICK, target);
    }
    if (!callerLoad.reserveOutgoing(quota.outgoing())) {
      throw refuse(Refusal.CALLER_BUSY, target);
    }
  }

  private CallException refuse(Refusal reason, FeedId target) {
    counts.refused(reason);
    return new CallException(Tunnel.couldNotConnect(target));
  }

  private void release(ConnectionLoad caller, ConnectionLoad callee, Tunnel ended) {
    counts.over();
    caller.releaseOutgoing();
    callee.releaseIncoming();
    callee.pending().leave(ended);
  }

  /** Takes in the tunnels that other nodes lead here; a room without others takes none. */
  public LinkAcceptor acceptor() {
    return crossings == null
        ? (link, request) -> link.refuse(Refusal.NOT_ATTENDING.name())
        : crossings;
  }

  /** The connection to which a tunnel from {@code origin} leads, or null. */
  @Nullable PeerConnection find(FeedId origin, FeedId target) {
    return origin.equals(target) ? null : targets.find(origin, target);
  }

  /** What is counted of a connection, or null once it is closed. */
  @Nullable ConnectionLoad loadOf(PeerConnection connection) {
    return loads.get(connection);
  }

  /** Whether a tunnel may lead from {@code origin} to {@code target}, wherever they are. */
  boolean mayLead(FeedId origin, FeedId target) {
    return targets.mayLead(origin, target);
  }

  Quota quota() {
    return quota;
  }

  TunnelCounts counts() {
    return counts;
  }

  /** Keeps count of a connection from now on. */
  public void opened(PeerConnection connection) {
    loads.put(
        connection,
        new ConnectionLoad(
            new TokenBucket(quota.perSecond(), quota.burst(), nanoTime), quota.pending()));
  }

  /**
   * Judges again the tunnels that {@code caller} has opened, on its event loop: those that {@code
   * mayLead} from their origin to their target no more break.
   */
  public void rejudge(PeerConnection caller, BiPredicate<FeedId, FeedId> mayLead) {
    ConnectionLoad load = loads.get(caller);
    if (load != null) {
      load.legs().forEach(leg -> leg.rejudge(mayLead));
    }
  }

  /** Forgets a connection that is closed. */
  public void closed(PeerConnection connection) {
    loads.remove(connection);
  }

  /** Calls the target; the room says who the origin is, whatever the caller claimed. */
  Substream call(PeerConnection callee, FeedId origin, SubstreamReceiver receiver) {
    ArrayNode args = Json.array();
    args.addObject()
        .put("portal", room.toString())
        .put("target", callee.peer().toString())
        .put("origin", origin.toString());
    return callee.session().open("tunnel.connect", args, "duplex", receiver);
  }

  FlowLimits limits() {
    return limits;
  }

  Flow newFlow() {
    return new Flow(held);
  }

  /** Bytes held for one reader beyond which a source with this {@code load} is paused. */
  long mark(ConnectionLoad load) {
    if (held.get() > limits.budget()) {
      return limits.scarceMark();
    }
    return load.isShared() ? limits.sharedMark() : limits.mark();
  }

  /** The same for a source that carries nothing else. */
  long markOfOne() {
    return held.get() > limits.budget() ? limits.scarceMark() : limits.mark();
  }

  void count(int length) {
    counts.arrived(length);
  }

  /** Tunnels that are open now. */
  public int open() {
    return counts.open();
  }

  /** Tunnels begun since the start. */
  public long opened() {
    return counts.openedSoFar();
  }

  /** Tunnels refused since the start for {@code reason}. */
  public long refused(Refusal reason) {
    return counts.of(reason).sum();
  }

  /** Tunnels that have ended since the start for {@code reason}. */
  public long ended(EndReason reason) {
    return counts.of(reason).sum();
  }

  /** Bytes that came through tunnels since the start, both directions. */
  public long bytes() {
    return counts.bytes();
  }

  /** Bytes held for slow readers now. */
  public long held() {
    return held.get();
  }
}
