package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import alcove.tunnel.client.PeerClient;
import alcove.tunnel.client.TunnelStream;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.net.PeerConnection;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * Two peers, of whom one sends as much as it can, and the other reads by fits and starts, slowly,
 * or not at all until it leaves.
 */
record Stutterer(Swarm swarm, List<EchoHost> hosts, Surprises surprises) implements Life {
  private static final long BYTES = 20_000_000;
  private static final Duration LONG = Duration.ofMinutes(5);

  @Override
  public void once(Random random) throws CommandException, InterruptedException {
    Promise<TunnelEnd> far = Promise.promise();
    Promise<Void> broken = Promise.promise();
    PeerClient target =
        swarm.client(swarm.newIdentity(), ProcedureTable.<PeerConnection>builder().build());
    target.onTunnel(
        (origin, stream) -> {
          TunnelEnd end = new TunnelEnd(stream, broken);
          far.tryComplete(end);
          end.write(1, () -> {});
        });
    SwarmPeer reader = Lives.await(swarm.connectTarget(target), "a connection");
    try {
      Lives.await(reader.call("tunnel.announce"), "the answer to tunnel.announce");
      SwarmPeer source = Lives.await(swarm.connect(swarm.client()), "a connection");
      try {
        Future<TunnelEnd> near = source.on(() -> open(source, reader, broken));
        MeasuredTunnel tunnel =
            new MeasuredTunnel(
                Lives.await(near, "a tunnel"), Lives.await(far.future(), "a tunnel's other end"));
        broken.future().onFailure(end -> surprises.add("stutterer: " + end.getMessage()));
        try {
          read(tunnel, source, reader, random);
        } finally {
          tunnel.near().expectEnd();
          tunnel.far().expectEnd();
        }
      } finally {
        leave(source, random);
      }
    } finally {
      leave(reader, random);
    }
    Thread.sleep(Lives.time(random, 100, 2000));
  }

  private static Future<TunnelEnd> open(SwarmPeer source, SwarmPeer reader, Promise<Void> broken) {
    Promise<TunnelEnd> near = Promise.promise();
    broken.future().onFailure(near::tryFail);
    TunnelEnd end =
        new TunnelEnd(TunnelStream.open(source.connection(), reader.id(), null), broken);
    end.listen(greeting -> near.tryComplete(end));
    return near.future();
  }

  private void read(MeasuredTunnel tunnel, SwarmPeer source, SwarmPeer reader, Random random)
      throws CommandException, InterruptedException {
    BulkFlow flow =
        new BulkFlow(tunnel, BYTES, Measurement.deadline(LONG), BulkFlow.AS_FAST_AS_IT_GOES);
    int way = random.nextInt(4);
    if (way == 0) {
      reader.run(() -> reader.connection().pauseReading());
      Future<Void> _ = flow.start();
      Thread.sleep(Lives.time(random, 2000, 15_000));
      return;
    }
    Future<Void> all = flow.start();
    if (way == 1) {
      breathe(reader, random, 60, 5, 250);
    } else {
      Future<TunnelEnd> beside =
          hosts.get(random.nextInt(hosts.size())).talk(source, 1 << random.nextInt(16));
      breathe(reader, random, 3, 1000, 5000);
      TunnelEnd other = Lives.await(beside, "the echo beside a reader that stutters");
      other.run(other::end);
    }
    Lives.await(all, "what a reader that stutters had still to get");
    tunnel.end();
  }

  /** Stops reading and goes on again so many times. */
  private static void breathe(SwarmPeer reader, Random random, int times, int least, int most)
      throws InterruptedException {
    for (int i = 0; i < times; i++) {
      reader.run(() -> reader.connection().pauseReading());
      try {
        Thread.sleep(Lives.time(random, least, most));
      } finally {
        reader.run(() -> reader.connection().resumeReading());
      }
      Thread.sleep(Lives.time(random, 1, 20));
    }
  }

  private void leave(SwarmPeer peer, Random random) {
    swarm.release(peer);
    if (random.nextBoolean()) {
      peer.close();
    } else {
      peer.run(() -> peer.connection().drop(CloseReason.HUNG_UP));
    }
  }
}
