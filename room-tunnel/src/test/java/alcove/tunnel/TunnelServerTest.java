package alcove.tunnel;

import static alcove.tunnel.testing.TestRoom.await;
import static alcove.tunnel.testing.TestRoom.on;
import static org.assertj.core.api.Assertions.assertThat;

import alcove.tunnel.client.PeerClient;
import alcove.tunnel.client.TunnelStream;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.testing.TestRoom;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TunnelServerTest {
  private final TestRoom room = TestRoom.open();

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void metadata_ofConnectedPeer_namesRoomAndFeatures() {
    PeerConnection peer = room.connect(room.client());

    var metadata =
        await(on(peer, () -> peer.session().call("room.metadata", Json.array())).compose(x -> x));

    assertThat(metadata.toString())
        .isEqualTo(
            "{\"name\":\"test room\",\"membership\":true,"
                + "\"features\":[\"tunnel\",\"room1\",\"room2\",\"alias\",\"httpAuth\",\"httpInvite\"]}");
  }

  @Test
  void tunnel_betweenTwoPeers_carriesInnerCalls() {
    PeerClient alice = room.client();
    PeerClient bob = room.client();
    bob.onTunnel((origin, stream) -> bob.acceptInner(stream));
    PeerConnection bobsRoom = room.connectWebSocket(bob);
    PeerConnection alicesRoom = room.connect(alice);
    await(
        on(bobsRoom, () -> bobsRoom.session().call("tunnel.announce", Json.array()))
            .compose(x -> x));

    PeerConnection inner =
        await(on(alicesRoom, () -> alice.connectThrough(alicesRoom, bob.id())).compose(x -> x));
    var reply =
        await(
            on(inner, () -> inner.session().call("test.echo", Json.array().add("hello")))
                .compose(x -> x));

    assertThat(reply.toString()).isEqualTo("[\"hello\"]");
    assertThat(room.server().tunnels().open()).isEqualTo(1);
  }

  @Test
  void tunnel_withBulkBytes_deliversThemAll() {
    PeerClient alice = room.client();
    PeerClient bob = room.client();
    AtomicLong received = new AtomicLong();
    Promise<SubstreamEnd> ended = Promise.promise();
    bob.onTunnel(
        (origin, stream) ->
            stream.receive(
                new TunnelStream.Receiver() {
                  @Override
                  public void bytes(ByteBuf bytes) {
                    received.addAndGet(bytes.readableBytes());
                  }

                  @Override
                  public void ended(SubstreamEnd end) {
                    ended.complete(end);
                  }
                }));
    PeerConnection bobsRoom = room.connect(bob);
    PeerConnection alicesRoom = room.connect(alice);
    await(
        on(bobsRoom, () -> bobsRoom.session().call("tunnel.announce", Json.array()))
            .compose(x -> x));

    TunnelStream stream =
        await(
            on(
                alicesRoom,
                () ->
                    TunnelStream.open(
                        alicesRoom,
                        bob.id(),
                        new TunnelStream.Receiver() {
                          @Override
                          public void bytes(ByteBuf bytes) {}

                          @Override
                          public void ended(SubstreamEnd end) {}
                        })));
    on(
        alicesRoom,
        () -> {
          pump(stream, 4000);
          return null;
        });
    Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> ended.future().isComplete());

    assertThat(received.get()).isEqualTo(4000L * 65536);
    Awaitility.await().until(() -> room.server().tunnels().open() == 0);
    assertThat(room.server().tunnels().held()).isZero();
  }

  private static void pump(TunnelStream stream, int blocks) {
    if (blocks == 0) {
      stream.end();
    } else {
      stream.write(Unpooled.wrappedBuffer(new byte[65536]), () -> pump(stream, blocks - 1));
    }
  }
}
