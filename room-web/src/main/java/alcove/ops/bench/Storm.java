package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import alcove.tunnel.client.PeerClient;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A room that starts anew, and all its attendants come back within two seconds: how long until all
 * are attendants again. Each gives up a handshake after {@code patience} and tries again a second
 * later.
 *
 * @param limit for all of it
 */
record Storm(StartedServer server, int count, Duration patience, Duration limit)
    implements Measurement {
  private static final Duration WITHIN = Duration.ofSeconds(2);
  private static final Duration RETRY = Duration.ofSeconds(1);

  @Override
  public int connections() {
    return count;
  }

  @Override
  public Result measure(Swarm swarm, @Nullable ServerProcess process) throws CommandException {
    List<PeerClient> clients = Stream.generate(swarm::client).limit(count).toList();
    var before = new Crowding(swarm, clients);
    before.begin();
    swarm.await(before.complete.reached.future(), "everybody to know of everybody", limit);
    swarm.forget();
    server.stop();
    server.launch();
    var after = new Crowding(swarm, clients);
    after.begin();
    double started = server.awaitOpen();
    long opened = System.nanoTime();
    try (ServerUse use = new ServerUse(server.process())) {
      Result result = swarm.begin("storm").under("peers", count);
      result.add("start until the port was open", started, "s");
      swarm.await(after.heard.reached.future(), "everybody to attend again", limit);
      result.add("then until all attended", Measurement.secondsSince(opened), "s");
      swarm.await(after.complete.reached.future(), "everybody to know of everybody again", limit);
      result.add("then until each knew of all", Measurement.secondsSince(opened), "s");
      result.add("received meanwhile", after.bytes.sum() / MEGA, "MB");
      result.add("attempts that failed", after.failed.intValue(), "attempts");
      result.add("of them for want of time", after.late.intValue(), "attempts");
      result.add("server CPU since the start", server.process().cpuSeconds(), "s");
      use.addMemory(result);
      swarm.forget();
      return result;
    }
  }

  /** All of them on their way in. Thread-safe. */
  private final class Crowding {
    private final Swarm swarm;
    private final List<PeerClient> clients;
    private final IdIndex index = new IdIndex(count);
    private final LongAdder bytes = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final Goal heard = new Goal();
    private final Goal complete = new Goal();

    Crowding(Swarm swarm, List<PeerClient> clients) {
      this.swarm = swarm;
      this.clients = clients;
      clients.forEach(client -> index.add(client.id()));
    }

    void begin() {
      for (PeerClient client : clients) {
        long wait = ThreadLocalRandom.current().nextLong(1, WITHIN.toMillis());
        swarm.later(Duration.ofMillis(wait), () -> come(client));
      }
    }

    private void come(PeerClient client) {
      swarm
          .connect(client, patience)
          .onSuccess(this::attend)
          .onFailure(
              refused -> {
                failed.increment();
                if (Swarm.isLate(refused)) {
                  late.increment();
                }
                swarm.later(RETRY, () -> come(client));
              });
    }

    /** Subscribing is attending; the first word about who is there tells that it has worked. */
    private void attend(SwarmPeer peer) {
      Watcher watcher = new Watcher(peer, Watcher.ATTENDANTS, index, bytes);
      watcher.expect(
          1,
          () -> {
            heard.arrive();
            watcher.expect(count, complete::arrive);
          });
      watcher.start();
    }
  }

  /** Completes when all have arrived. */
  private final class Goal {
    private final AtomicInteger missing = new AtomicInteger(count);
    private final Promise<Void> reached = Promise.promise();

    void arrive() {
      if (missing.decrementAndGet() == 0) {
        reached.tryComplete();
      }
    }
  }
}
