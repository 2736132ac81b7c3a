package alcove.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.net.CloseReason;
import alcove.tunnel.net.PeerConnection;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The door that browsers use. */
class WebSocketTest {
  private TestRoom room = TestRoom.open();

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void calls_overWebSocket_areAnswered() {
    PeerConnection peer = room.connectWebSocket(room.client());

    var answer =
        TestRoom.await(
            TestRoom.on(peer, () -> peer.session().call("whoami", Json.array())).compose(x -> x));

    assertThat(answer.toString()).contains(room.id().toString());
  }

  @Test
  void textMessage_endsTheConnection() throws IOException {
    try (RawWebSocket socket = new RawWebSocket(room)) {
      socket.send(RawWebSocket.frame(RawWebSocket.TEXT, new byte[] {'h', 'i'}));

      assertThat(socket.nextOpcode()).isIn(RawWebSocket.CLOSE, -1);
    }
    await().untilAsserted(() -> assertThat(room.server().sockets()).isZero());
  }

  @Test
  void garbage_getsNoAnswerButTheEnd() throws IOException {
    try (RawWebSocket socket = new RawWebSocket(room)) {
      socket.send(RawWebSocket.frame(RawWebSocket.BINARY, new byte[200]));

      assertThat(socket.nextOpcode()).isEqualTo(-1);
    }
    assertThat(room.server().closed(CloseReason.HANDSHAKE_FAILED)).isEqualTo(1);
  }

  @Test
  void silence_endsAfterItsDeadline() throws IOException {
    room.close();
    room = TestRoom.open(ShortLimits.with(ShortLimits.DEADLINES));
    try (RawWebSocket socket = new RawWebSocket(room)) {
      socket.send(RawWebSocket.frame(RawWebSocket.BINARY, new byte[10]));

      assertThat(socket.nextOpcode()).isEqualTo(-1);
    }
    assertThat(room.server().closed(CloseReason.HANDSHAKE_TIMEOUT)).isEqualTo(1);
  }

  @Test
  void pings_areAnswered() throws IOException {
    try (RawWebSocket socket = new RawWebSocket(room)) {
      socket.send(RawWebSocket.frame(RawWebSocket.PING, new byte[] {1}));

      assertThat(socket.nextOpcode()).isEqualTo(RawWebSocket.PONG);
    }
  }

  /** Each ping costs a pong, which somebody has to keep as long as the peer does not read. */
  @Test
  void pings_fromPeerThatDoesNotRead_endTheConnectionInsteadOfPilingUp() throws IOException {
    var pings = new ByteArrayOutputStream();
    for (int i = 0; i < 1000; i++) {
      pings.writeBytes(RawWebSocket.frame(RawWebSocket.PING, new byte[125]));
    }
    try (RawWebSocket socket = new RawWebSocket(room)) {
      boolean closed = false;
      for (int i = 0; i < 300 && !closed; i++) {
        closed = !canSend(socket, pings.toByteArray());
      }
      assertThat(closed).isTrue();
    }
    await().untilAsserted(() -> assertThat(room.server().sockets()).isZero());
  }

  private static boolean canSend(RawWebSocket socket, byte[] frames) {
    try {
      socket.send(frames);
      return true;
    } catch (IOException closed) {
      return false;
    }
  }

  /** It may be one that we do not read from, because somebody else does not keep up. */
  @Test
  void peer_thatIsSilentForLongerThanTheDoorAllows_stays() {
    room.connectWebSocket(room.client());

    await()
        .during(Duration.ofSeconds(TestRoom.HTTP_IDLE_SECONDS + 2))
        .until(() -> room.server().peers() == 1);
  }

  @Test
  void peerThatVanishes_isForgotten() throws Exception {
    PeerConnection peer = room.connectWebSocket(room.client());
    assertThat(room.server().peers()).isEqualTo(1);
    var dropped = new CountDownLatch(1);

    peer.loop()
        .eventLoop()
        .execute(
            () -> {
              peer.drop(CloseReason.STOPPED);
              dropped.countDown();
            });
    dropped.await();

    await().untilAsserted(() -> assertThat(room.server().sockets()).isZero());
    assertThat(room.server().closed(CloseReason.HUNG_UP)).isEqualTo(1);
  }
}
