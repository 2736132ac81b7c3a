package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The measurement of what the first seconds after a start cost, beside what the same costs a server
 * that has been busy: handshakes, and bytes through tunnels.
 *
 * @param server started anew before each of the two
 * @param bytes the first ones through the tunnels
 * @param first how many seconds of handshakes count as the first
 * @param warmUp how long the server, and the load generator with it, is warmed by handshakes
 */
record Cold(StartedServer server, long bytes, Duration first, Duration warmUp)
    implements Measurement {
  private static final int AT_ONCE = 16;
  private static final int TUNNELS = 4;
  private static final int MANY = 1_000_000;
  private static final int WARM_UP_FACTOR = 4;
  private static final Duration LIMIT = Duration.ofMinutes(2);

  @Override
  public int connections() {
    return MANY;
  }

  @Override
  public Result measure(Swarm swarm, @Nullable ServerProcess process) throws CommandException {
    new Handshakes(MANY, AT_ONCE, warmUp).measure(swarm, null);
    new Bulk(TUNNELS, TUNNELS, false, WARM_UP_FACTOR * bytes, LIMIT).measure(swarm, null);
    double warmShakes = handshakes(swarm);
    double warmBytes = bulk(swarm);
    server.restart();
    double coldShakes = handshakes(swarm);
    server.restart();
    double coldBytes = bulk(swarm);
    var result = swarm.begin("cold").under("bytes", bytes).under("tunnels", TUNNELS);
    result.add("warm, per CPU second", warmShakes, "handshakes");
    result.add("cold, per CPU second", coldShakes, "handshakes");
    result.add("handshakes, cold to warm", Measurement.ratio(coldShakes, warmShakes), "times");
    result.add("warm, server CPU", warmBytes, "s/GB");
    result.add("cold, server CPU", coldBytes, "s/GB");
    result.add("CPU of bytes, cold to warm", Measurement.ratio(coldBytes, warmBytes), "times");
    return result;
  }

  private double handshakes(Swarm swarm) throws CommandException {
    return new Handshakes(MANY, AT_ONCE, first)
        .measure(swarm, server.process())
        .value("per server CPU second");
  }

  private double bulk(Swarm swarm) throws CommandException {
    return new Bulk(TUNNELS, TUNNELS, false, bytes, LIMIT)
        .measure(swarm, server.process())
        .value("server CPU");
  }
}
