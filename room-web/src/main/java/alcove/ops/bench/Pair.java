package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import alcove.tunnel.client.PeerClient;
import alcove.tunnel.client.TunnelStream;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.Procedure;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.net.PeerConnection;
import io.netty.buffer.ByteBuf;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Two peers, and the tunnels that one of them opens to the other, one after the other. Used by the
 * thread that measures.
 *
 * @param inner whether the two shake hands inside each tunnel, as real peers do
 */
record Pair(Swarm swarm, boolean inner, SwarmPeer caller, SwarmPeer target, Callee callee) {
  private static final String INNER = "bench.stream";
  private static final Duration RETRY = Duration.ofMillis(250);
  private static final int TRIES = 80;
  private static final long ORDER = 1;

  /** A peer that takes tunnels. */
  static final class Callee {
    private final PeerClient client;
    private volatile @Nullable Consumer<TunnelStream> onArrival;

    Callee(Swarm swarm, boolean inner) {
      client =
          swarm.client(
              swarm.newIdentity(),
              ProcedureTable.<PeerConnection>builder()
                  .add(
                      INNER,
                      Procedure.duplex(
                          (peer, args, substream) -> {
                            TunnelStream stream = TunnelStream.accept(peer, substream);
                            arrived(stream);
                            return stream;
                          }))
                  .build());
      client.onTunnel(
          (origin, stream) -> {
            if (inner) {
              var _ = client.acceptInner(stream);
            } else {
              arrived(stream);
            }
          });
    }

    private void arrived(TunnelStream stream) {
      Consumer<TunnelStream> taker = onArrival;
      if (taker == null) {
        stream.receive(new Nobody());
      } else {
        taker.accept(stream);
      }
    }
  }

  /** Receives what nobody waits for. */
  private static final class Nobody implements TunnelStream.Receiver {
    @Override
    public void bytes(ByteBuf bytes) {
      // Too early or too late.
    }

    @Override
    public void ended(SubstreamEnd end) {
      // Too early or too late.
    }
  }

  /**
   * Connects {@code count} pairs. The order in which peers connect is mixed, so that a server that
   * deals its newcomers out to threads in turn gets pairs on one thread and pairs on two.
   */
  static List<Pair> connect(Swarm swarm, int count, boolean inner) throws CommandException {
    List<Callee> callees = new ArrayList<>(count);
    List<PeerClient> clients = new ArrayList<>(2 * count);
    Set<PeerClient> targets = new HashSet<>();
    for (int i = 0; i < count; i++) {
      callees.add(new Callee(swarm, inner));
      targets.add(callees.get(i).client);
      clients.add(callees.get(i).client);
      clients.add(swarm.client());
    }
    List<PeerClient> order = new ArrayList<>(clients);
    Collections.shuffle(order, new Random(ORDER));
    List<SwarmPeer> peers = new ArrayList<>(2 * count);
    for (PeerClient client : order) {
      Future<SwarmPeer> peer =
          targets.contains(client) ? swarm.connectTarget(client) : swarm.connect(client);
      peers.add(swarm.await(peer, "a connection"));
    }
    List<Pair> pairs = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      SwarmPeer target = peers.get(order.indexOf(clients.get(2 * i)));
      SwarmPeer caller = peers.get(order.indexOf(clients.get(2 * i + 1)));
      swarm.await(target.call("tunnel.announce"), "the answer to tunnel.announce");
      pairs.add(new Pair(swarm, inner, caller, target, callees.get(i)));
    }
    return pairs;
  }

  List<SwarmPeer> peers() {
    return List.of(caller, target);
  }

  /** Opens a tunnel; when the room refuses one, for instance for haste, tries again for a while. */
  MeasuredTunnel open() throws CommandException {
    String refusal = "";
    for (int i = 0; i < TRIES; i++) {
      Promise<Void> broken = Promise.promise();
      Optional<MeasuredTunnel> tunnel =
          swarm.await(tryOpen(broken).map(Optional::of).otherwise(Optional.empty()), "a tunnel");
      if (tunnel.isPresent()) {
        broken
            .future()
            .onFailure(end -> swarm.disturb(new CommandException(end.getMessage(), end)));
        return tunnel.get();
      }
      refusal = String.valueOf(broken.future().cause());
      swarm.pass(RETRY);
    }
    throw new CommandException("no tunnel in %s tries: %s".formatted(TRIES, refusal));
  }

  private Future<MeasuredTunnel> tryOpen(Promise<Void> broken) {
    Promise<TunnelEnd> far = Promise.promise();
    Promise<TunnelEnd> near = Promise.promise();
    broken.future().onFailure(far::tryFail).onFailure(near::tryFail);
    callee.onArrival =
        stream -> {
          TunnelEnd end = new TunnelEnd(stream, broken);
          far.tryComplete(end);
          end.write(1, () -> {});
        };
    caller
        .on(() -> carrier().map(carrier -> openOn(carrier, near, broken)))
        .onFailure(broken::tryFail);
    return Future.all(near.future(), far.future())
        .map(both -> new MeasuredTunnel(near.future().result(), far.future().result()));
  }

  /** The connection that the tunnel's bytes are a call on. */
  private Future<PeerConnection> carrier() {
    return inner
        ? caller.client().connectThrough(caller.connection(), target.id())
        : Future.succeededFuture(caller.connection());
  }

  /** Opens the near end, on its event loop, before the greeting can have come. */
  private TunnelEnd openOn(PeerConnection carrier, Promise<TunnelEnd> near, Promise<Void> broken) {
    TunnelStream stream =
        inner
            ? TunnelStream.open(carrier, INNER, Json.array(), new Nobody())
            : TunnelStream.open(carrier, target.id(), new Nobody());
    TunnelEnd end = new TunnelEnd(stream, broken);
    end.listen(greeting -> near.tryComplete(end));
    return end;
  }
}
