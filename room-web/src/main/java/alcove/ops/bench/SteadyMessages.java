package alcove.ops.bench;

import java.time.Duration;

/**
 * One small message at a time to and fro through a tunnel, a while after the last has come back.
 * The times wait to be taken.
 */
final class SteadyMessages {
  private static final int SIZE = 200;
  private static final long TOO_LONG = Duration.ofSeconds(10).toNanos();

  private final Swarm swarm;
  private final MeasuredTunnel tunnel;
  private final Duration pause;
  private volatile boolean over;

  // Confined to the far end's event loop.
  private int missingFar = SIZE;
  // Confined to the near end's event loop.
  private int missing;
  private long began;

  // Guarded by this.
  private Latencies latencies = new Latencies();
  private long lastBack = System.nanoTime();

  /** None yet. */
  SteadyMessages(Swarm swarm, MeasuredTunnel tunnel, Duration pause) {
    this.swarm = swarm;
    this.tunnel = tunnel;
    this.pause = pause;
  }

  /** Begins. Any thread. */
  void start() {
    TunnelEnd far = tunnel.far();
    far.run(
        () -> {
          far.listen(this::echo);
          tunnel
              .near()
              .run(
                  () -> {
                    tunnel.near().listen(this::arrived);
                    send();
                  });
        });
  }

  private void echo(int length) {
    missingFar -= length;
    if (missingFar == 0) {
      missingFar = SIZE;
      tunnel.far().write(SIZE, () -> {});
    }
  }

  private void send() {
    if (!over) {
      missing = SIZE;
      began = System.nanoTime();
      tunnel.near().write(SIZE, () -> {});
    }
  }

  private void arrived(int length) {
    missing -= length;
    if (missing == 0) {
      keep(System.nanoTime());
      swarm.later(pause, () -> tunnel.near().run(this::send));
    }
  }

  private synchronized void keep(long now) {
    latencies.add(now - began);
    lastBack = now;
  }

  /** The round trips since the last call. Any thread. */
  synchronized Latencies take() {
    Latencies taken = latencies;
    latencies = new Latencies();
    return taken;
  }

  /** Whether nothing has come back for very long. Any thread. */
  synchronized boolean isStuck() {
    return System.nanoTime() - lastBack > TOO_LONG;
  }

  /** Sends nothing more. Any thread. */
  void stop() {
    over = true;
  }
}
