package alcove.tunnel.simulation;

import alcove.identity.FeedId;
import alcove.tunnel.splice.FlowLimits;
import alcove.tunnel.splice.Tunnels;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** All ends of tunnels, and what may have ended one of them. */
final class TunnelBooks {
  /** A little less than the least after which the room breaks a tunnel by itself. */
  private static final long SLOW = Duration.ofMillis(11_900).toNanos();

  private static final String BROKEN = "unexpected end of parent stream";

  private final SimulatedRoom room;
  private final Map<Long, SimulatedTunnelEnd> byMark = new LinkedHashMap<>();

  TunnelBooks(SimulatedRoom room) {
    this.room = room;
  }

  @Nullable SimulatedTunnelEnd find(long mark) {
    return byMark.get(mark);
  }

  void add(SimulatedTunnelEnd end) {
    byMark.put(end.mark(), end);
  }

  List<SimulatedTunnelEnd> all(Predicate<SimulatedTunnelEnd> which) {
    List<SimulatedTunnelEnd> some = new ArrayList<>();
    for (SimulatedTunnelEnd each : byMark.values()) {
      if (which.test(each)) {
        some.add(each);
      }
    }
    return some;
  }

  /** The other end of {@code one}, or those that may be it. */
  private List<SimulatedTunnelEnd> candidates(SimulatedTunnelEnd one) {
    SimulatedTunnelEnd partner = one.partner();
    return partner != null
        ? List.of(partner)
        : all(
            each ->
                each.partner() == null
                    && each.isCaller() != one.isCaller()
                    && each.peer().id().equals(one.other())
                    && each.other().equals(one.peer().id()));
  }

  /** An end that has sent nothing but its end, and whose tunnel may lead to {@code one}. */
  @Nullable SimulatedTunnelEnd endedWithoutData(SimulatedTunnelEnd one) {
    return candidates(one).stream()
        .filter(each -> each.sentEnd() == SimulatedTunnelEnd.End.CLEAN && each.hasSentNothing())
        .findFirst()
        .orElse(null);
  }

  /** The room has broken {@code one} with that message: something must have made it. */
  void requireCause(SimulatedTunnelEnd one, String message) {
    FeedId target = one.isCaller() ? one.other() : one.peer().id();
    boolean isPeersBusiness = one.peer().isRefusedInGeneral(message);
    if (!isPeersBusiness
        && !message.equals(BROKEN)
        && !message.equals("could not connect to:" + target)) {
      room.world().violate(one + " was broken with an odd message: " + message);
    }
    boolean isAnswered = one.isCaller() && !one.hasReceivedNothing();
    if (message.equals(BROKEN) ? isSurelyUnanswered(one) : !isPeersBusiness && isAnswered) {
      room.world().violate(one + " was told the wrong thing about an answer: " + message);
    }
    if (!isPeersBusiness && causeOf(one) == null) {
      room.world().violate(one + " was broken without a cause: " + message);
    }
  }

  /** Whether the target has not sent anything. */
  private boolean isSurelyUnanswered(SimulatedTunnelEnd one) {
    if (one.isCaller()) {
      return one.partner() == null
          && candidates(one).stream().allMatch(SimulatedTunnelEnd::hasSentNothing);
    }
    return one.hasSentNothing();
  }

  private @Nullable String causeOf(SimulatedTunnelEnd one) {
    if (one.excuse() != null) {
      return one.excuse();
    }
    if (room.hasTurnedOut()) {
      return "everybody is turned out";
    }
    if (one.peer().longestLag() >= SLOW) {
      return "its reader was slow";
    }
    if (isTooLate(one)) {
      return "no answer in time";
    }
    for (SimulatedTunnelEnd each : candidates(one)) {
      String cause = causeIn(each);
      if (cause != null) {
        return cause;
      }
    }
    return one.isCaller() ? causeOfRefusal(one) : causeOfPlaceTaken(one);
  }

  private boolean isTooLate(SimulatedTunnelEnd one) {
    FlowLimits limits = room.terms().limits().flow();
    if (one.isCaller()) {
      return isOld(one, limits) && one.hasReceivedNothing();
    }
    return candidates(one).stream()
        .anyMatch(
            each -> isOld(each, limits) && (one.hasSentNothing() || each.hasReceivedNothing()));
  }

  private boolean isOld(SimulatedTunnelEnd caller, FlowLimits limits) {
    return room.world().now() - caller.openedAt() >= limits.answer().toNanos();
  }

  /** What at the end {@code other} of a tunnel may have broken it. */
  private static @Nullable String causeIn(SimulatedTunnelEnd other) {
    if (other.sentEnd() == SimulatedTunnelEnd.End.ERROR) {
      return "the other end broke it off";
    }
    if (other.sentEnd() == SimulatedTunnelEnd.End.CLEAN
        && !other.isCaller()
        && other.hasSentNothing()) {
      return "it was not taken";
    }
    boolean hasEndedWell =
        other.sentEnd() == SimulatedTunnelEnd.End.CLEAN
            && other.gotEnd() == SimulatedTunnelEnd.End.CLEAN;
    if ((other.peer().isTroubled() || other.peer().mayBeEnded()) && !hasEndedWell) {
      return "the other end is gone";
    }
    if (other.excuse() != null) {
      return other.excuse();
    }
    return other.peer().longestLag() >= SLOW ? "the other end's reader was slow" : null;
  }

  private @Nullable String causeOfPlaceTaken(SimulatedTunnelEnd target) {
    // It may hear of the call long after that, when all is over.
    int rest =
        candidates(target).stream()
            .mapToInt(SimulatedTunnelEnd::openedInRest)
            .min()
            .orElse(target.openedInRest());
    int pending =
        all(each ->
                each.isCaller()
                    && each.other().equals(target.peer().id())
                    && each.mayBePending(rest))
            .size();
    return pending > room.terms().limits().tunnels().pending() ? "its place was taken" : null;
  }

  /** Why the room may have refused what {@code caller} has opened, or not got it to its target. */
  private @Nullable String causeOfRefusal(SimulatedTunnelEnd caller) {
    FeedId target = caller.other();
    Tunnels.Quota quota = room.terms().limits().tunnels();
    int rest = caller.openedInRest();
    if (target.equals(caller.peer().id())) {
      return "it leads to itself";
    }
    if (caller.peer().tunnelsOpened() > quota.burst()) {
      return "too quick";
    }
    if (count(each -> each.peer() == caller.peer(), rest) > quota.outgoing()) {
      return "the caller is busy";
    }
    if (count(each -> each.other().equals(target), rest) > quota.incoming()) {
      return "the target is busy";
    }
    List<SimulatedTunnelEnd> pending =
        all(each -> each.isCaller() && each.other().equals(target) && each.mayBePending(rest));
    long own = pending.stream().filter(each -> isOf(each, caller)).count();
    if (pending.size() > quota.pending() || own > Math.min(2, quota.pending())) {
      return "the target has not answered others";
    }
    if (room.of(target).stream().anyMatch(each -> each.longestLag() >= SLOW)) {
      return "the target has not read";
    }
    return room.whyMayNotBeReached(target, caller);
  }

  private static boolean isOf(SimulatedTunnelEnd each, SimulatedTunnelEnd caller) {
    return each.peer().id().equals(caller.peer().id());
  }

  private int count(Predicate<SimulatedTunnelEnd> which, int rest) {
    return all(each -> each.isCaller() && each.mayCountInAll(rest) && which.test(each)).size();
  }
}
