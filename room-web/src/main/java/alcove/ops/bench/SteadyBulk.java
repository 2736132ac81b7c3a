package alcove.ops.bench;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** Bulk through a tunnel at an even pace. Thread-safe. */
final class SteadyBulk {
  private final Swarm swarm;
  private final MeasuredTunnel tunnel;
  private final Duration pause;
  private final LongAdder received = new LongAdder();
  private volatile boolean over;

  /** None yet; between two pieces there will be a pause. */
  SteadyBulk(Swarm swarm, MeasuredTunnel tunnel, Duration pause) {
    this.swarm = swarm;
    this.tunnel = tunnel;
    this.pause = pause;
  }

  void start() {
    TunnelEnd far = tunnel.far();
    far.run(
        () -> {
          far.listen(received::add);
          tunnel.near().run(this::send);
        });
  }

  /** The next piece goes when this one is out. */
  private void send() {
    if (!over) {
      tunnel
          .near()
          .write(TunnelEnd.CHUNK, () -> swarm.later(pause, () -> tunnel.near().run(this::send)));
    }
  }

  /** Bytes that have come since the last call. */
  long take() {
    return received.sumThenReset();
  }

  void stop() {
    over = true;
  }
}
