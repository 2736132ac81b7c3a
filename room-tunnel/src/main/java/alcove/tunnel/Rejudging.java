package alcove.tunnel;

import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.PeerLoop;
import alcove.tunnel.net.Peers;
import alcove.tunnel.presence.Attendance;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes over everybody who is connected after a change of who may do what. Thread-safe.
 *
 * <p>The first change takes effect at once; those that come within the next tenth of a second share
 * one more round. A round is cut into slices, between which the event loops do their other work.
 */
final class Rejudging {
  private static final Logger LOG = LoggerFactory.getLogger(Rejudging.class);
  private static final long BETWEEN_ROUNDS = Duration.ofMillis(100).toNanos();
  private static final int SLICE = 64;

  private final PeerLoop loop;
  private final Peers peers;
  private final Attendance attendance;
  private final Consumer<PeerConnection> judge;
  private final AtomicBoolean due = new AtomicBoolean();

  /** Read and written in rounds only, which follow one another. */
  private volatile long lastRound;

  /**
   * No round yet.
   *
   * @param loop runs the rounds
   * @param judge judges one connection, on its event loop
   */
  Rejudging(PeerLoop loop, Peers peers, Attendance attendance, Consumer<PeerConnection> judge) {
    this.loop = loop;
    this.peers = peers;
    this.attendance = attendance;
    this.judge = judge;
    this.lastRound = loop.now() - BETWEEN_ROUNDS;
  }

  /** Begins a round soon; from any thread, after the change. */
  void soon() {
    if (due.compareAndSet(false, true)) {
      long wait = Math.max(0, lastRound + BETWEEN_ROUNDS - loop.now());
      try {
        var _ = loop.eventLoop().schedule(this::round, wait, TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException stopped) {
        LOG.debug("a change after everybody has gone");
      }
    }
  }

  private void round() {
    lastRound = loop.now();
    // Before looking at anybody: a change from here on needs another round.
    due.set(false);
    attendance.rejudge();
    peers
        .byLoop()
        .forEach(
            (theirs, connections) ->
                theirs
                    .eventLoop()
                    .execute(() -> slice(theirs.eventLoop(), connections.iterator())));
  }

  private void slice(EventLoop eventLoop, Iterator<PeerConnection> rest) {
    for (int i = 0; i < SLICE && rest.hasNext(); i++) {
      PeerConnection next = rest.next();
      try {
        judge.accept(next);
      } catch (RuntimeException fault) {
        // The others must be judged all the same.
        LOG.error("fault while judging a connection", fault);
      }
    }
    if (rest.hasNext()) {
      eventLoop.execute(() -> slice(eventLoop, rest));
    }
  }
}
