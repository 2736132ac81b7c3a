package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import alcove.tunnel.client.PeerClient;
import alcove.tunnel.net.CloseReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;

/**
 * A peer who comes and goes: attends, watches who is there, talks to hosts through tunnels, and
 * leaves in good order, by a cut, or by falling silent. Comes back under the same key nearly
 * always, and now and then twice at once.
 */
final class Guest implements Life {
  private static final IdIndex NOBODY = new IdIndex(1);
  private static final int MOST_SILENT = 2;
  private static final int TRIES = 8;
  private static final String ECHO = "the echo through a tunnel";
  private static final String REFUSED = "could not connect to:";

  private final Swarm swarm;
  private final List<EchoHost> hosts;
  private final Counts counts;
  private final LongAdder told = new LongAdder();
  private final Deque<SwarmPeer> silent = new ArrayDeque<>();
  private PeerClient self;

  /** What all guests have done since somebody asked last. Thread-safe. */
  record Counts(LongAdder visits, LongAdder refusals) {
    /** Takes them, of so many seconds. */
    void addTo(Map<Curve, Double> values, double seconds) {
      values.put(Curve.VISITS, visits.sumThenReset() / seconds);
      values.put(Curve.REFUSALS, refusals.sumThenReset() / seconds);
    }
  }

  /** One who is not there yet. */
  Guest(Swarm swarm, List<EchoHost> hosts, Counts counts) {
    this.swarm = swarm;
    this.hosts = hosts;
    this.counts = counts;
    this.self = swarm.client();
  }

  @Override
  public void once(Random random) throws CommandException, InterruptedException {
    Thread.sleep(Lives.time(random, 50, 3000));
    if (random.nextInt(8) == 0) {
      self = swarm.client();
    }
    List<SwarmPeer> connections = new ArrayList<>();
    try {
      visit(random, connections);
      counts.visits.increment();
    } finally {
      for (SwarmPeer each : connections) {
        leave(each, random);
      }
    }
  }

  private void visit(Random random, List<SwarmPeer> connections)
      throws CommandException, InterruptedException {
    connections.add(Lives.await(swarm.connect(self), "a connection"));
    attend(connections.getFirst(), random);
    if (random.nextInt(6) == 0) {
      connections.add(Lives.await(swarm.connect(self), "a second connection"));
      attend(connections.getLast(), random);
    }
    List<TunnelEnd> tunnels = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      tunnels.add(talk(connections.getLast(), random));
      Thread.sleep(Lives.time(random, 0, 500));
    }
    Thread.sleep(Lives.time(random, 10, 3000));
    for (TunnelEnd each : tunnels) {
      if (random.nextBoolean()) {
        each.run(each::end);
      } else {
        each.expectEnd();
      }
    }
  }

  /** In one of the ways in which apps do. */
  private void attend(SwarmPeer peer, Random random) throws CommandException {
    switch (random.nextInt(3)) {
      case 0 -> Lives.await(peer.call("tunnel.announce"), "the answer to tunnel.announce");
      case 1 -> new Watcher(peer, Watcher.ATTENDANTS, NOBODY, told).start();
      default -> new Watcher(peer, Watcher.ENDPOINTS, NOBODY, told).start();
    }
  }

  /**
   * Opens a tunnel to somebody; tries again when it is refused, since others who call them at the
   * same time may have taken the few places of tunnels that wait for their first answer.
   */
  private TunnelEnd talk(SwarmPeer peer, Random random)
      throws CommandException, InterruptedException {
    EchoHost host = hosts.get(random.nextInt(hosts.size()));
    int length = 1 << random.nextInt(19);
    for (int i = 1; i < TRIES; i++) {
      try {
        return Lives.await(host.talk(peer, length), ECHO);
      } catch (CommandException refused) {
        if (!refused.line().contains(REFUSED)) {
          throw refused;
        }
        counts.refusals.increment();
        Thread.sleep(Lives.time(random, 250, 500));
      }
    }
    return Lives.await(host.talk(peer, length), ECHO);
  }

  private void leave(SwarmPeer peer, Random random) {
    swarm.release(peer);
    int way = random.nextInt(8);
    if (way < 4) {
      peer.close();
    } else if (way < 7) {
      cut(peer);
    } else {
      peer.run(() -> peer.connection().pauseReading());
      silent.add(peer);
      if (silent.size() > MOST_SILENT) {
        cut(silent.remove());
      }
    }
  }

  private static void cut(SwarmPeer peer) {
    peer.run(() -> peer.connection().drop(CloseReason.HUNG_UP));
  }

  @Override
  public void close() {
    silent.forEach(Guest::cut);
  }
}
