package alcove.ops.bench;

import alcove.tunnel.client.PeerClient;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.muxrpc.codec.BodyType;
import io.vertx.core.Future;
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
  public Result measure(Swarm swarm, @Nullable ServerProcess process) throws BenchException {
    List<PeerClient> clients = Stream.generate(swarm::client).limit(count).toList();
    var before = new Crowding(swarm, clients);
    swarm.await(before.begin(), "everybody to attend", limit);
    swarm.forget();
    server.stop();
    server.launch();
    var after = new Crowding(swarm, clients);
    var settled = after.begin();
    double started = server.awaitOpen();
    long opened = System.nanoTime();
    try (ServerUse use = new ServerUse(server.process())) {
      swarm.await(settled, "everybody to attend again", limit);
      Result result = swarm.begin("storm").under("peers", count);
      result.add("start until the port was open", started, "s");
      result.add("then until all attended", Measurement.secondsSince(opened), "s");
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
    private final AtomicInteger missing = new AtomicInteger(count);
    private final LongAdder failed = new LongAdder();
    private final LongAdder late = new LongAdder();
    private final Promise<Void> settled = Promise.promise();

    Crowding(Swarm swarm, List<PeerClient> clients) {
      this.swarm = swarm;
      this.clients = clients;
    }

    Future<Void> begin() {
      for (PeerClient client : clients) {
        long wait = ThreadLocalRandom.current().nextLong(1, WITHIN.toMillis());
        swarm.later(Duration.ofMillis(wait), () -> come(client));
      }
      return settled.future();
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

    private void attend(Peer peer) {
      peer.connection()
          .loop()
          .eventLoop()
          .execute(
              () ->
                  peer.connection()
                      .session()
                      .open(Watcher.ATTENDANTS, Json.array(), "source", new First()));
    }

    /** Waits for the first word about who is there, which attendants alone hear. */
    private final class First implements SubstreamReceiver {
      private boolean heard;

      @Override
      public Input input() {
        return Input.BODIES;
      }

      @Override
      public void body(BodyType type, byte[] body) {
        if (!heard) {
          heard = true;
          if (missing.decrementAndGet() == 0) {
            settled.tryComplete();
          }
        }
      }

      @Override
      public void ended(SubstreamEnd end) {
        if (!heard) {
          settled.tryFail(new BenchException("the room refused an attendant"));
        }
      }
    }
  }
}
