package alcove.ops.bench;

import io.vertx.core.Future;
import io.vertx.core.Promise;

/**
 * One message at a time to and fro through one tunnel: the next leaves when the last has come back.
 * Confined to the event loop of the near end once it has begun.
 */
final class PingPong {
  private final MeasuredTunnel tunnel;
  private final int size;
  private final int count;
  private final long deadline;
  private final Promise<Void> done = Promise.promise();
  private final Latencies latencies = new Latencies();
  private int missing;
  private long began;
  private int missingFar;

  /**
   * A game that has not begun.
   *
   * @param size bytes of a message
   * @param count round trips at most
   * @param deadline when to stop, by {@link System#nanoTime}
   */
  PingPong(MeasuredTunnel tunnel, int size, int count, long deadline) {
    this.tunnel = tunnel;
    this.size = size;
    this.count = count;
    this.deadline = deadline;
    this.missingFar = size;
  }

  /** Begins; the future completes with the round trips' times. */
  Future<Latencies> start() {
    tunnel
        .far()
        .run(
            () -> {
              tunnel.far().listen(this::echo);
              tunnel.near().run(this::begin);
            });
    return done.future().map(latencies);
  }

  private void begin() {
    tunnel.near().listen(this::arrived);
    serve();
  }

  private void serve() {
    if (latencies.count() == count || System.nanoTime() - deadline > 0) {
      done.tryComplete();
      return;
    }
    missing = size;
    began = System.nanoTime();
    tunnel.near().write(size, () -> {});
  }

  private void arrived(int length) {
    missing -= length;
    if (missing == 0) {
      latencies.add(System.nanoTime() - began);
      serve();
    }
  }

  private void echo(int length) {
    missingFar -= length;
    if (missingFar == 0) {
      missingFar = size;
      tunnel.far().write(size, () -> {});
    }
  }
}
