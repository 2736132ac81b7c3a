package alcove.ops.bench;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.ops.terminal.CommandException;
import alcove.tunnel.client.PeerClient;
import alcove.tunnel.client.TunnelStream;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.ProcedureTable;
import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.net.PeerConnection;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Future;
import io.vertx.core.Promise;

/** A peer that stays, takes every tunnel, and sends back what comes out of it. */
record EchoHost(FeedKeyPair self, SwarmPeer peer) {
  /** Connects one and has it attend. */
  static EchoHost connect(Swarm swarm) throws CommandException {
    FeedKeyPair self = swarm.newIdentity();
    PeerClient client = swarm.client(self, ProcedureTable.<PeerConnection>builder().build());
    client.onTunnel((origin, stream) -> stream.receive(new Echo(stream)));
    SwarmPeer peer = swarm.await(swarm.connectTarget(client), "a connection");
    swarm.await(peer.call("tunnel.announce"), "the answer to tunnel.announce");
    return new EchoHost(self, peer);
  }

  FeedId id() {
    return self.id();
  }

  /** Registers an alias, which only members may. */
  void register(Swarm swarm, String alias, String signature) throws CommandException {
    swarm.await(
        peer.on(
            () ->
                peer.connection()
                    .session()
                    .call("room.registerAlias", Json.array().add(alias).add(signature))),
        "the answer to room.registerAlias");
  }

  /**
   * Opens a tunnel from {@code caller}, sends {@code length} bytes, and completes with its near end
   * when as many have come back.
   */
  Future<TunnelEnd> talk(SwarmPeer caller, int length) {
    Promise<TunnelEnd> done = Promise.promise();
    Promise<Void> broken = Promise.promise();
    broken.future().onFailure(done::tryFail);
    return caller
        .on(
            () -> {
              TunnelStream stream = TunnelStream.open(caller.connection(), id(), null);
              new Talk(new TunnelEnd(stream, broken), length, done).begin();
              return Future.succeededFuture();
            })
        .compose(begun -> done.future());
  }

  /** The caller's side. Confined to its event loop. */
  private static final class Talk {
    private final TunnelEnd end;
    private final Promise<TunnelEnd> done;
    private int unsent;
    private int missing;

    Talk(TunnelEnd end, int length, Promise<TunnelEnd> done) {
      this.end = end;
      this.done = done;
      this.unsent = length;
      this.missing = length;
    }

    void begin() {
      end.listen(
          length -> {
            missing -= length;
            if (missing == 0) {
              done.tryComplete(end);
            }
          });
      send();
    }

    private void send() {
      int next = Math.min(TunnelEnd.CHUNK, unsent);
      unsent -= next;
      if (next > 0) {
        end.write(next, this::send);
      }
    }
  }

  /** The host's side. */
  private record Echo(TunnelStream stream) implements TunnelStream.Receiver {
    @Override
    public void bytes(ByteBuf bytes) {
      stream.write(Unpooled.copiedBuffer(bytes), () -> {});
    }

    @Override
    public void ended(SubstreamEnd end) {
      // Its caller has gone, in whatever way.
    }
  }
}
