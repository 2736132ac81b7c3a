package alcove.tunnel.splice;

import alcove.identity.FeedId;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** What both legs of a tunnel have in common. Thread-safe. */
final class Tunnel {
  static final String BROKEN = "unexpected end of parent stream";

  private final FeedId target;
  private final Reservation reservation;
  private final AtomicInteger legs = new AtomicInteger(2);
  private final AtomicBoolean answered = new AtomicBoolean();

  /** What was reserved for a tunnel, to be given back. */
  interface Reservation {
    /** It is not pending any more. */
    void answered();

    /** It is over; if {@link #answered} was never called, it is not pending any more either. */
    void ended(boolean wasPending);
  }

  Tunnel(FeedId target, Reservation reservation) {
    this.target = target;
    this.reservation = reservation;
  }

  /** Notes that the target has sent bytes. */
  void answer() {
    if (!answered.get() && answered.compareAndSet(false, true)) {
      reservation.answered();
    }
  }

  boolean isAnswered() {
    return answered.get();
  }

  /** What a peer gets to read when the tunnel breaks; the same whatever the cause. */
  String brokenMessage() {
    return answered.get() ? BROKEN : couldNotConnect(target);
  }

  static String couldNotConnect(FeedId target) {
    return "could not connect to:" + target;
  }

  /** One of the two legs is over. */
  void legEnded() {
    if (legs.decrementAndGet() == 0) {
      reservation.ended(!answered.get());
    }
  }
}
