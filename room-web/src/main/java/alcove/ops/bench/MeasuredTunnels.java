package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import java.util.ArrayList;
import java.util.List;

/** The tunnels that a measurement goes through, spread over pairs of peers. */
record MeasuredTunnels(Swarm swarm, List<Pair> pairs, List<MeasuredTunnel> all)
    implements AutoCloseable {
  /** Opens {@code count} tunnels between {@code pairs} pairs of peers. */
  static MeasuredTunnels open(Swarm swarm, int count, int pairs, boolean inner)
      throws CommandException {
    List<Pair> connected = Pair.connect(swarm, Math.min(count, pairs), inner);
    List<MeasuredTunnel> tunnels = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      tunnels.add(connected.get(i % connected.size()).open());
    }
    return new MeasuredTunnels(swarm, connected, tunnels);
  }

  @Override
  public void close() {
    all.forEach(MeasuredTunnel::end);
    pairs.forEach(pair -> swarm.dismiss(pair.peers()));
  }
}
