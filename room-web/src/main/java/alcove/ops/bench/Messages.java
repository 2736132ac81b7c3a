package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Small messages to and fro, one under way in each tunnel; a round trip is two messages through the
 * room.
 *
 * @param roundTrips in all tunnels together
 */
record Messages(int tunnels, int pairs, boolean inner, int size, int roundTrips, Duration limit)
    implements Measurement {
  /** The figure that says how long most take. */
  static final String MEDIAN = "round trip p50";

  @Override
  public int connections() {
    return 2 * Math.min(tunnels, pairs);
  }

  @Override
  public Result measure(Swarm swarm, @Nullable ServerProcess process) throws CommandException {
    try (MeasuredTunnels open = MeasuredTunnels.open(swarm, tunnels, pairs, inner);
        ServerUse use = ServerUse.begin(process)) {
      long began = System.nanoTime();
      long deadline = Measurement.deadline(limit);
      int each = Math.max(1, roundTrips / tunnels);
      List<Future<Latencies>> games =
          open.all().stream()
              .map(tunnel -> new PingPong(tunnel, size, each, deadline).start())
              .toList();
      swarm.await(Future.all(games), "the last message", limit.multipliedBy(2));
      double seconds = Measurement.secondsSince(began);
      Latencies times = Latencies.of(games.stream().map(Future::result).toList());
      double messages = 2.0 * times.count();
      Result result =
          swarm
              .begin("messages")
              .under("tunnels", tunnels)
              .under("pairs", open.pairs().size())
              .under("inner", inner)
              .under("bytes", size);
      result.add("messages", messages, "messages");
      result.add("rate", messages / seconds, "messages/s");
      result.add(MEDIAN, times.p50(), "ms");
      result.add("round trip p99", times.p99(), "ms");
      result.add("round trip max", times.max(), "ms");
      if (use != null) {
        result.add(
            "per server CPU second", Measurement.ratio(messages, use.cpuSeconds()), "messages");
      }
      return result;
    }
  }
}
