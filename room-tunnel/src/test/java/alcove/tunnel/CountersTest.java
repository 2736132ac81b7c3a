package alcove.tunnel;

import static alcove.tunnel.testing.TestRoom.on;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.tunnel.client.PeerClient;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.splice.Tunnels;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.TestRoom;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the room counts of its peers. */
class CountersTest {
  private final TestRoom room = TestRoom.open();

  @AfterEach
  void close() {
    room.close();
  }

  private static void leave(PeerConnection connection) {
    on(
        connection,
        () -> {
          connection.close(CloseReason.STOPPED);
          return null;
        });
  }

  private static void announce(PeerConnection connection) {
    TestRoom.await(
        on(connection, () -> connection.session().call("tunnel.announce", Json.array()))
            .compose(x -> x));
  }

  @Test
  void gauges_whenEverybodyHasLeft_areZero() {
    PeerClient alice = room.client();
    PeerClient bob = room.client();
    bob.onTunnel((origin, stream) -> bob.acceptInner(stream));
    PeerConnection alicesRoom = room.connect(alice);
    PeerConnection bobsRoom = room.connectWebSocket(bob);
    announce(bobsRoom);
    TestRoom.await(
        on(alicesRoom, () -> alice.connectThrough(alicesRoom, bob.id())).compose(x -> x));
    TunnelServer server = room.server();
    assertThat(server.connections().size("tcp")).isEqualTo(1);
    assertThat(server.connections().size("ws")).isEqualTo(1);
    assertThat(server.presence().online()).isEqualTo(1);
    assertThat(server.tunnels().open()).isEqualTo(1);
    assertThat(server.tunnels().bytes()).isPositive();

    leave(alicesRoom);
    leave(bobsRoom);

    await().until(() -> server.sockets() == 0 && server.presence().online() == 0);
    assertThat(server.connections().size("tcp")).isZero();
    assertThat(server.connections().size("ws")).isZero();
    assertThat(server.tunnels().open()).isZero();
    assertThat(server.pendingHandshakes()).isZero();
    assertThat(server.opened()).isEqualTo(2);
    assertThat(server.closedWhenOpen(CloseReason.GOODBYE)).isEqualTo(2);
    assertThat(server.closedInHandshake(CloseReason.GOODBYE)).isZero();
  }

  @Test
  void handshake_thatFails_isCountedApartFromThoseWhoWereIn() throws IOException {
    try (Socket socket = RawPeer.silent(room)) {
      socket.getOutputStream().write(new byte[64]);
      await().until(() -> room.server().closedInHandshake(CloseReason.HANDSHAKE_FAILED) == 1);
    }

    assertThat(room.server().closedWhenOpen(CloseReason.HANDSHAKE_FAILED)).isZero();
    assertThat(room.server().closed(CloseReason.HANDSHAKE_FAILED)).isEqualTo(1);
    assertThat(room.server().opened()).isZero();
  }

  @Test
  void tunnel_toNobody_isCountedAsRefused() {
    PeerClient bob = room.client();
    AtomicInteger failures = new AtomicInteger();
    PeerClient caller = room.client();
    PeerConnection callersRoom = room.connect(caller);

    on(callersRoom, () -> caller.connectThrough(callersRoom, bob.id()))
        .compose(x -> x)
        .onFailure(refused -> failures.incrementAndGet());

    await().until(() -> failures.get() == 1);
    assertThat(room.server().tunnels().refused(Tunnels.Refusal.NOT_ATTENDING)).isEqualTo(1);
    assertThat(room.server().tunnels().opened()).isZero();
  }
}
