package alcove.tunnel.simulation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one connection has asked for of attending: what counts is its last wish that was heard. */
final class AttendanceWish {
  private enum State {
    ASKED,
    APPLIED,
    WAITS,
    NOT_HEARD
  }

  private static final class Wish {
    private final boolean attends;
    private State state = State.ASKED;

    Wish(boolean attends) {
      this.attends = attends;
    }
  }

  private final SimulatedPeer peer;
  private final Map<Integer, Wish> wishes = new LinkedHashMap<>();
  private boolean hasEverWished;
  private boolean hasEverLeft;
  private long sureSinceStep = -1;
  private long sureSince = -1;
  private long sureUntil = Long.MIN_VALUE;

  AttendanceWish(SimulatedPeer peer) {
    this.peer = peer;
  }

  void asked(int number, boolean attends) {
    wishes.put(number, new Wish(attends));
    hasEverWished |= attends;
    if (!attends) {
      hasEverLeft = true;
      unsure();
    }
  }

  /** Others may have been told that it is not there any more. */
  void unsure() {
    sureUntil = sureUntil();
    sureSinceStep = -1;
    sureSince = -1;
  }

  /** The room has done what was asked by that call. */
  void applied(int number) {
    Wish wish = wishes.get(number);
    if (wish != null && wish.state != State.APPLIED) {
      wish.state = State.APPLIED;
      boolean isSure = wish.attends && isLastHeard(number) && !peer.isTroubled();
      if (isSure && sureSinceStep < 0) {
        sureSinceStep = peer.world().steps();
        sureSince = peer.world().now();
      }
    }
  }

  private boolean isLastHeard(int number) {
    return wishes.entrySet().stream()
        .noneMatch(each -> each.getKey() > number && !each.getValue().attends);
  }

  /** The room remembers the wish, but does not grant it now. */
  void waits(int number) {
    Wish wish = wishes.get(number);
    if (wish != null) {
      wish.state = State.WAITS;
    }
  }

  void notHeard(int number) {
    Wish wish = wishes.get(number);
    if (wish != null) {
      wish.state = State.NOT_HEARD;
    }
  }

  void subscriptionEnded(int number, @Nullable String error) {
    Wish wish = wishes.get(number);
    if (wish != null && wish.state == State.ASKED) {
      boolean isHeard =
          error == null || !peer.isRefusedInGeneral(error) || error.endsWith("already");
      wish.state = isHeard ? State.WAITS : State.NOT_HEARD;
    }
  }

  /** Whether it wishes to attend, as the room knows it once all is at rest. */
  boolean wants() {
    boolean wants = false;
    for (Wish each : wishes.values()) {
      if (each.state != State.NOT_HEARD) {
        wants = each.attends;
      }
    }
    return wants;
  }

  boolean hasEverWished() {
    return hasEverWished;
  }

  boolean hasEverLeft() {
    return hasEverLeft;
  }

  /** Since which step it is known to attend by this connection; -1 if it is not. */
  long sureSinceStep() {
    return sureSinceStep;
  }

  /** The last time at which it was known to attend for a while, which may be now. */
  long sureUntil() {
    long now = peer.world().now();
    return sureSince >= 0 && sureSince < now ? now : sureUntil;
  }
}
