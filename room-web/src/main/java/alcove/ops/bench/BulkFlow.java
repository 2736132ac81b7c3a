package alcove.ops.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.concurrent.atomic.AtomicLong;

/**
 * As many bytes through one tunnel as it takes, up to a number of them or a moment in time. The
 * fields belong to the event loops of the two ends as they say.
 */
final class BulkFlow {
  /** A pace that is none. */
  static final long AS_FAST_AS_IT_GOES = Long.MAX_VALUE;

  private static final int CHUNKS_AHEAD = 4;
  private static final double NANOS_PER_SECOND = 1e9;

  private final MeasuredTunnel tunnel;
  private final long bytes;
  private final long deadline;
  private final long pace;
  private final Promise<Void> done = Promise.promise();

  // Written by the near end's loop, read by both.
  private final AtomicLong sent = new AtomicLong();
  private volatile boolean sentAll;
  private long nextChunk;
  // Written by the far end's loop, read by both.
  private final AtomicLong received = new AtomicLong();

  /**
   * A flow that has not begun.
   *
   * @param deadline when to stop sending, by {@link System#nanoTime}
   * @param pace bytes a second at most
   */
  BulkFlow(MeasuredTunnel tunnel, long bytes, long deadline, long pace) {
    this.tunnel = tunnel;
    this.bytes = bytes;
    this.deadline = deadline;
    this.pace = pace;
  }

  /** Begins; the future completes when all that was sent has arrived. */
  Future<Void> start() {
    tunnel
        .far()
        .run(
            () -> {
              tunnel.far().listen(this::arrived);
              tunnel.near().run(this::sendAhead);
            });
    return done.future();
  }

  private void sendAhead() {
    nextChunk = System.nanoTime();
    for (int i = 0; i < CHUNKS_AHEAD; i++) {
      send();
    }
  }

  private void send() {
    int length = (int) Math.min(TunnelEnd.CHUNK, bytes - sent.get());
    long early = nextChunk - System.nanoTime();
    if (length == 0 || System.nanoTime() - deadline > 0) {
      sentAll = true;
      check();
    } else if (early > 0) {
      tunnel.near().later(early, this::send);
    } else {
      nextChunk += Math.round(length * NANOS_PER_SECOND / pace);
      sent.addAndGet(length);
      tunnel.near().write(length, this::send);
    }
  }

  private void arrived(int length) {
    received.addAndGet(length);
    if (sentAll) {
      check();
    }
  }

  private void check() {
    if (received.get() == sent.get()) {
      done.tryComplete();
    }
  }

  /** Bytes that have arrived so far. */
  long received() {
    return received.get();
  }

  /** Bytes that have been sent and have not arrived yet. */
  long missing() {
    return sent.get() - received.get();
  }
}
