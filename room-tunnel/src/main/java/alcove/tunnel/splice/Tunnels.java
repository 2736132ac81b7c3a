package alcove.tunnel.splice;

import alcove.identity.FeedId;
import alcove.limits.TokenBucket;
import alcove.tunnel.muxrpc.CallException;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.net.PeerConnection;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
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

  /** Finds whom a tunnel may lead to. Thread-safe. */
  @FunctionalInterface
  public interface Targets {
    /** The newest connection of {@code target} if {@code caller} may reach it, else null. */
    @Nullable PeerConnection find(PeerConnection caller, FeedId target);
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
    TARGET_PENDING
  }

  private final FeedId room;
  private final Targets targets;
  private final Quota quota;
  private final FlowLimits limits;
  private final LongSupplier nanoTime;
  private final Map<PeerConnection, ConnectionLoad> loads = new ConcurrentHashMap<>();
  private final AtomicLong held = new AtomicLong();
  private final AtomicInteger open = new AtomicInteger();
  private final LongAdder opened = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final Map<Refusal, LongAdder> refusals = new EnumMap<>(Refusal.class);
  private final Map<EndReason, LongAdder> ends = new EnumMap<>(EndReason.class);

  /** No tunnels yet. */
  public Tunnels(
      FeedId room, Targets targets, Quota quota, FlowLimits limits, LongSupplier nanoTime) {
    this.room = room;
    this.targets = targets;
    this.quota = quota;
    this.limits = limits;
    this.nanoTime = nanoTime;
    for (Refusal reason : Refusal.values()) {
      refusals.put(reason, new LongAdder());
    }
    for (EndReason reason : EndReason.values()) {
      ends.put(reason, new LongAdder());
    }
  }

  /**
   * Begins a tunnel; called on the caller's event loop.
   *
   * @param callersSubstream the caller's {@code tunnel.connect}
   * @return who takes what the caller sends on it
   */
  public SubstreamReceiver connect(PeerConnection caller, FeedId target, Substream callersSubstream)
      throws CallException {
    PeerConnection callee = target.equals(caller.peer()) ? null : targets.find(caller, target);
    ConnectionLoad callerLoad = loads.get(caller);
    ConnectionLoad calleeLoad = callee == null ? null : loads.get(callee);
    if (callee == null || callerLoad == null || calleeLoad == null) {
      throw refuse(Refusal.NOT_ATTENDING, target);
    }
    Tunnel tunnel =
        new Tunnel(
            target,
            (ended, reason) -> {
              release(callerLoad, calleeLoad, ended);
              count(reason).increment();
            });
    PeerLeg callersLeg = new PeerLeg(tunnel, caller, this, callerLoad, false);
    PeerLeg targetsLeg = new PeerLeg(tunnel, callee, this, calleeLoad, true);
    callersLeg.join(targetsLeg.asSeenBy(caller));
    targetsLeg.join(callersLeg.asSeenBy(callee));
    reserve(target, callerLoad, calleeLoad);
    if (!calleeLoad.pending().take(caller.peer(), tunnel, callersLeg::giveUpPlace)) {
      callerLoad.releaseOutgoing();
      calleeLoad.releaseIncoming();
      throw refuse(Refusal.TARGET_PENDING, target);
    }
    opened.increment();
    open.incrementAndGet();
    callersLeg.begin(callersSubstream);
    return callersLeg.receiver();
  }

  private void reserve(FeedId target, ConnectionLoad callerLoad, ConnectionLoad calleeLoad)
      throws CallException {
    if (!callerLoad.tryOpen()) {
      throw refuse(Refusal.TOO_QUICK, target);
    }
    if (!callerLoad.reserveOutgoing(quota.outgoing())) {
      throw refuse(Refusal.CALLER_BUSY, target);
    }
    if (!calleeLoad.reserveIncoming(quota.incoming())) {
      callerLoad.releaseOutgoing();
      throw refuse(Refusal.TARGET_BUSY, target);
    }
  }

  private CallException refuse(Refusal reason, FeedId target) {
    count(reason).increment();
    return new CallException(Tunnel.couldNotConnect(target));
  }

  private LongAdder count(Refusal reason) {
    return Objects.requireNonNull(refusals.get(reason));
  }

  private LongAdder count(EndReason reason) {
    return Objects.requireNonNull(ends.get(reason));
  }

  private void release(ConnectionLoad caller, ConnectionLoad callee, Tunnel ended) {
    open.decrementAndGet();
    caller.releaseOutgoing();
    callee.releaseIncoming();
    callee.pending().leave(ended);
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

  void count(int length) {
    bytes.add(length);
  }

  /** Tunnels that are open now. */
  public int open() {
    return open.get();
  }

  /** Tunnels begun since the start. */
  public long opened() {
    return opened.sum();
  }

  /** Tunnels refused since the start for {@code reason}. */
  public long refused(Refusal reason) {
    return count(reason).sum();
  }

  /** Tunnels that have ended since the start for {@code reason}. */
  public long ended(EndReason reason) {
    return count(reason).sum();
  }

  /** Bytes that came through tunnels since the start, both directions. */
  public long bytes() {
    return bytes.sum();
  }

  /** Bytes held for slow readers now. */
  public long held() {
    return held.get();
  }
}
