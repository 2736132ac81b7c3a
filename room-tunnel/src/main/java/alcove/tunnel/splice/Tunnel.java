package alcove.tunnel.splice;

import alcove.identity.FeedId;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The state that both legs of a tunnel share. Thread-safe. */
final class Tunnel {
  static final String BROKEN = "unexpected end of parent stream";

  private final FeedId target;
  private final OnEnd onEnd;
  private final AtomicInteger legs = new AtomicInteger(2);
  private final AtomicBoolean answered = new AtomicBoolean();
  private final AtomicReference<@Nullable EndReason> reason = new AtomicReference<>();

  /** Gives back what was reserved, and counts the end. */
  @FunctionalInterface
  interface OnEnd {
    void ended(Tunnel tunnel, EndReason reason);
  }

  Tunnel(FeedId target, OnEnd onEnd) {
    this.target = target;
    this.onEnd = onEnd;
  }

  /** Notes that the target has sent bytes; true for the first time. */
  boolean answer() {
    return !answered.get() && answered.compareAndSet(false, true);
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

  /** One of the two legs is over; the reason of the first is that of the tunnel. */
  void legEnded(EndReason because) {
    reason.compareAndSet(null, because);
    if (legs.decrementAndGet() == 0) {
      onEnd.ended(this, Objects.requireNonNull(reason.get()));
    }
  }
}
