package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Small messages through one tunnel, first alone, then while bulk fills another tunnel of the same
 * two connections.
 *
 * @param pace bytes a second of the bulk, at most
 * @param limit of the time beside the bulk
 */
record MixedLoad(boolean inner, int size, int roundTripsAlone, long pace, Duration limit)
    implements Measurement {

  @Override
  public int connections() {
    return 2;
  }

  @Override
  public Result measure(Swarm swarm, @Nullable ServerProcess process) throws CommandException {
    try (MeasuredTunnels open = MeasuredTunnels.open(swarm, 2, 1, inner);
        ServerUse use = ServerUse.begin(process)) {
      MeasuredTunnel small = open.all().getFirst();
      MeasuredTunnel big = open.all().getLast();
      Result result = swarm.begin("beside").under("inner", inner).under("bytes", size);
      if (pace != BulkFlow.AS_FAST_AS_IT_GOES) {
        result.under("pace", pace);
      }
      Latencies alone = play(swarm, small, roundTripsAlone);
      result.add("alone p50", alone.p50(), "ms");
      result.add("alone p99", alone.p99(), "ms");
      result.add("alone max", alone.max(), "ms");
      long began = System.nanoTime();
      BulkFlow flow = new BulkFlow(big, Long.MAX_VALUE, Measurement.deadline(limit), pace);
      Future<Void> flood = flow.start();
      Latencies beside = play(swarm, small, Integer.MAX_VALUE);
      swarm.await(flood, "the last byte", limit.multipliedBy(2));
      double seconds = Measurement.secondsSince(began);

      result.add("beside bulk p50", beside.p50(), "ms");
      result.add("beside bulk p99", beside.p99(), "ms");
      result.add("beside bulk max", beside.max(), "ms");
      result.add("round trips beside bulk", beside.count(), "round trips");
      result.add("bulk throughput", flow.received() / MEGA / seconds, "MB/s");
      if (use != null) {
        use.addMemory(result);
      }
      return result;
    }
  }

  private Latencies play(Swarm swarm, MeasuredTunnel tunnel, int count) throws CommandException {
    PingPong game = new PingPong(tunnel, size, count, Measurement.deadline(limit));
    return swarm.await(game.start(), "the last message", limit.multipliedBy(2));
  }
}
