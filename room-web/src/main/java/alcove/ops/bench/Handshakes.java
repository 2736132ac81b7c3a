package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * New peers, each of which connects, shakes hands and says goodbye.
 *
 * @param atOnce how many are at it at any time
 */
record Handshakes(int count, int atOnce, Duration limit) implements Measurement {
  @Override
  public int connections() {
    return count;
  }

  @Override
  public boolean attends() {
    return false;
  }

  @Override
  public Result measure(Swarm swarm, @Nullable ServerProcess process) throws CommandException {
    try (ServerUse use = ServerUse.begin(process)) {
      long began = System.nanoTime();
      Parade parade = new Parade(swarm, count, limit);
      Result result = swarm.begin("handshakes").under("at once", atOnce);
      result.whenCutShort(() -> addRate(result, parade.done.get(), began));
      int done = parade.run(Math.min(atOnce, count));
      addRate(result, done, began);
      if (use != null) {
        double cpu = use.cpuSeconds();
        result.add("per server CPU second", Measurement.ratio(done, cpu), "handshakes");
        result.add("server CPU", 1e6 * cpu / done, "us/handshake");
      }
      return result;
    }
  }

  private static void addRate(Result result, int done, long began) {
    result.add("handshakes", done, "handshakes");
    result.add("rate", done / Measurement.secondsSince(began), "handshakes/s");
  }

  /** The newcomers on their way through the room. Thread-safe. */
  private static final class Parade {
    private final Swarm swarm;
    private final AtomicInteger waiting;
    private final Duration limit;
    private final long deadline;
    private final AtomicInteger running = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final Promise<Void> over = Promise.promise();

    Parade(Swarm swarm, int count, Duration limit) {
      this.swarm = swarm;
      this.waiting = new AtomicInteger(count);
      this.limit = limit;
      this.deadline = Measurement.deadline(limit);
    }

    int run(int atOnce) throws CommandException {
      running.set(atOnce);
      for (int i = 0; i < atOnce; i++) {
        next();
      }
      swarm.await(over.future(), "the handshakes", limit.multipliedBy(2));
      return done.get();
    }

    private void next() {
      if (System.nanoTime() - deadline < 0 && waiting.getAndDecrement() > 0) {
        swarm.connect(swarm.client()).onSuccess(this::leave).onFailure(over::tryFail);
      } else if (running.decrementAndGet() == 0) {
        over.tryComplete();
      }
    }

    private void leave(SwarmPeer peer) {
      done.incrementAndGet();
      swarm.dismiss(List.of(peer));
      next();
    }
  }
}
