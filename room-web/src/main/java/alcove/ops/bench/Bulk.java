package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * As many bytes as the room carries, in one direction.
 *
 * @param bytes in all tunnels together
 */
record Bulk(int tunnels, int pairs, boolean inner, long bytes, Duration limit)
    implements Measurement {
  /** The figure that says how fast it went. */
  static final String THROUGHPUT = "throughput";

  private static final double GIGA = 1e9;

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
      List<BulkFlow> flows =
          open.all().stream()
              .map(
                  tunnel ->
                      new BulkFlow(tunnel, bytes / tunnels, deadline, BulkFlow.AS_FAST_AS_IT_GOES))
              .toList();
      Result result =
          swarm
              .begin("bulk")
              .under("tunnels", tunnels)
              .under("pairs", open.pairs().size())
              .under("inner", inner);
      result.whenCutShort(() -> addCarried(result, flows, began));
      Future<?> last = Future.all(flows.stream().map(BulkFlow::start).toList());
      try {
        swarm.await(last, "the last byte", limit.multipliedBy(2));
      } catch (CommandException problem) {
        throw withMissing(problem, flows);
      }
      long carried = addCarried(result, flows, began);
      if (use != null) {
        result.add("server CPU", use.cpuSeconds() / (carried / GIGA), "s/GB");
        use.addMemory(result);
      }
      return result;
    }
  }

  private static long addCarried(Result result, List<BulkFlow> flows, long began) {
    double seconds = Measurement.secondsSince(began);
    long carried = flows.stream().mapToLong(BulkFlow::received).sum();
    result.add("carried", carried / MEGA, "MB");
    result.add(THROUGHPUT, carried / MEGA / seconds, "MB/s");
    return carried;
  }

  private static CommandException withMissing(CommandException problem, List<BulkFlow> flows) {
    List<Long> missing = flows.stream().map(BulkFlow::missing).filter(bytes -> bytes > 0).toList();
    return new CommandException(
        "%s (%s bytes under way in %s of %s tunnels)"
            .formatted(
                problem.getMessage(),
                missing.stream().mapToLong(Long::longValue).sum(),
                missing.size(),
                flows.size()),
        problem);
  }
}
