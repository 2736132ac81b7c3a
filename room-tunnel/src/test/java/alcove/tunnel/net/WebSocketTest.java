package alcove.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.testing.RawWebSocket;
import alcove.tunnel.testing.ShortLimits;
import alcove.tunnel.testing.TestRoom;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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

  private static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of("a text", 1003, RawWebSocket.frame(RawWebSocket.TEXT, bytes('h', 'i'))),
        Arguments.of("no mask", 1002, bytes(0x82, 1, 7)),
        Arguments.of("reserved bits", 1002, bytes(0xf2, 0x81, 0, 0, 0, 0, 7)),
        Arguments.of("reserved opcode", 1002, bytes(0x83, 0x81, 0, 0, 0, 0, 7)),
        Arguments.of("long ping", 1002, bytes(0x89, 0xfe, 0, 126, 0, 0, 0, 0)),
        Arguments.of("fragmented ping", 1002, bytes(0x09, 0x80, 0, 0, 0, 0)),
        Arguments.of("continued nothing", 1002, bytes(0x80, 0x81, 0, 0, 0, 0, 7)),
        Arguments.of("a close of one byte", 1002, bytes(0x88, 0x81, 0, 0, 0, 0, 7)),
        Arguments.of("a close that must not be sent", 1002, close(1005)),
        Arguments.of("a reason that is no text", 1007, close(1000, 0xff)),
        Arguments.of("a giant", 1009, bytes(0x82, 0xff, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0)));
  }

  private static byte[] close(int code, int... reason) {
    byte[] body = new byte[2 + reason.length];
    body[0] = (byte) (code >> 8);
    body[1] = (byte) code;
    System.arraycopy(bytes(reason), 0, body, 2, reason.length);
    return RawWebSocket.frame(RawWebSocket.CLOSE, body);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void fault_isAnsweredByItsCode(String what, int code, byte[] frame) throws IOException {
    try (RawWebSocket socket = new RawWebSocket(room)) {
      socket.send(frame);

      assertThat(socket.nextCloseCode()).isEqualTo(code);
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
