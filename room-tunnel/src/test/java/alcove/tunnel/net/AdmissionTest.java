package alcove.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import alcove.identity.AppKey;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.TunnelServer;
import alcove.tunnel.shs.ClientHandshake;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.ShortLimits;
import alcove.tunnel.testing.TestRoom;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who gets in, and what becomes of those who never finish their handshake. */
class AdmissionTest {
  private final List<Socket> sockets = new ArrayList<>();
  private TestRoom room = TestRoom.open();

  @AfterEach
  void close() throws IOException {
    for (Socket socket : sockets) {
      socket.close();
    }
    room.close();
  }

  private void reopen(TunnelServer.Limits limits) {
    room.close();
    room = TestRoom.open(limits);
  }

  private Socket silent() throws IOException {
    Socket socket = RawPeer.silent(room);
    sockets.add(socket);
    return socket;
  }

  @Test
  void thousandSilentSockets_hinderNobody() throws IOException {
    for (int i = 0; i < 1000; i++) {
      silent();
    }
    await().until(() -> room.server().pendingHandshakes() == 1000);

    for (int i = 0; i < 5; i++) {
      try (RawPeer peer = RawPeer.connect(room)) {
        assertThat(peer.call("whoami", "[]")).contains(room.id().toString());
      }
    }

    for (Socket socket : sockets) {
      socket.close();
    }
    await().untilAsserted(() -> assertThat(room.server().sockets()).isZero());
    assertThat(room.server().pendingHandshakes()).isZero();
  }

  @Test
  void newcomer_whenFull_getsThePlaceOfTheOldestSilentSocket() throws IOException {
    reopen(ShortLimits.withPending(3));
    Socket hello = silent();
    hello.getOutputStream().write(clientHello());
    assertThat(hello.getInputStream().readNBytes(64)).hasSize(64);
    Socket oldestSilent = silent();
    await().until(() -> room.server().pendingHandshakes() == 2);
    Socket newer = silent();
    await().until(() -> room.server().pendingHandshakes() == 3);

    try (RawPeer peer = RawPeer.connect(room)) {
      assertThat(peer.call("whoami", "[]")).isNotEmpty();
    }

    assertThat(whatIsWrittenTo(oldestSilent)).isEmpty();
    assertThat(room.server().closed(CloseReason.EVICTED)).isEqualTo(1);
    assertThat(room.server().pendingHandshakes()).isEqualTo(2);
    newer.getOutputStream().write(clientHello());
    assertThat(newer.getInputStream().readNBytes(64)).hasSize(64);
  }

  @Test
  void sockets_resetAtAnyTime_leaveNothingBehind() throws IOException {
    for (int i = 0; i < 300; i++) {
      try (Socket socket = RawPeer.silent(room)) {
        if (i % 3 > 0) {
          socket.getOutputStream().write(clientHello());
        }
        if (i % 3 > 1) {
          socket.getInputStream().read();
        }
        socket.setSoLinger(true, 0);
      }
    }

    await().untilAsserted(() -> assertThat(room.server().sockets()).isZero());
    assertThat(room.server().pendingHandshakes()).isZero();
    assertThat(room.server().closed(CloseReason.INTERNAL_ERROR)).isZero();
  }

  @Test
  void handshake_byteByByte_succeeds() throws IOException {
    try (RawPeer peer = RawPeer.connectSlowly(room)) {
      byte[] request =
          RawPeer.packet(
              2, 1, "{\"name\":[\"whoami\"],\"args\":[]}".getBytes(StandardCharsets.UTF_8));
      peer.byteByByte(peer.seal(request, 0, request.length));

      assertThat(peer.next()).startsWith("2 -1 {\"id\"");
    }
  }

  @Test
  void garbageInsteadOfHello_getsNoAnswer() throws IOException {
    Socket socket = silent();
    byte[] garbage = new byte[500];
    Arrays.fill(garbage, (byte) 7);
    socket.getOutputStream().write(garbage);

    assertThat(whatIsWrittenTo(socket)).isEmpty();
    assertThat(room.server().closed(CloseReason.HANDSHAKE_FAILED)).isEqualTo(1);
  }

  @Test
  void garbageInsteadOfClientAuth_getsNoMoreThanTheHello() throws IOException {
    Socket socket = silent();
    socket.getOutputStream().write(clientHello());
    socket.getOutputStream().write(new byte[500]);

    assertThat(whatIsWrittenTo(socket)).hasSize(64);
    assertThat(room.server().closed(CloseReason.HANDSHAKE_FAILED)).isEqualTo(1);
  }

  @Test
  void garbageInsteadOfBoxes_getsNoAnswer() throws IOException {
    try (RawPeer peer = RawPeer.connect(room)) {
      peer.sendUnsealed(new byte[34]);

      assertThat(peer.next()).isEqualTo(RawPeer.GONE);
    }
    assertThat(room.server().closed(CloseReason.PROTOCOL_ERROR)).isEqualTo(1);
  }

  @Test
  void garbageInsteadOfPackets_endsTheConnection() throws IOException {
    try (RawPeer peer = RawPeer.connect(room)) {
      peer.send(3, 1, "body of a type that does not exist");

      assertThat(peer.next()).isEqualTo(RawPeer.GONE);
    }
  }

  @Test
  void room_asItsOwnPeer_isRefusedBeforeServerAccept() throws IOException {
    assertThatThrownBy(() -> RawPeer.connect(room, room.identity()))
        .isInstanceOf(SocketException.class);

    assertThat(room.server().closed(CloseReason.REFUSED)).isEqualTo(1);
    assertThat(room.server().opened()).isZero();
  }

  @Test
  void silence_atAnyPhase_endsAfterItsDeadline() throws IOException {
    reopen(ShortLimits.with(ShortLimits.DEADLINES));
    Socket never = silent();
    Socket half = silent();
    half.getOutputStream().write(Arrays.copyOf(clientHello(), 40));
    Socket afterHello = silent();
    afterHello.getOutputStream().write(clientHello());

    assertThat(whatIsWrittenTo(never)).isEmpty();
    assertThat(whatIsWrittenTo(half)).isEmpty();
    assertThat(whatIsWrittenTo(afterHello)).hasSize(64);
    assertThat(room.server().closed(CloseReason.HANDSHAKE_TIMEOUT)).isEqualTo(3);
    assertThat(room.server().sockets()).isZero();
  }

  private byte[] clientHello() {
    FeedKeyPair self = FeedKeyPair.create(TestRoom.CRYPTO);
    return new ClientHandshake(TestRoom.CRYPTO, AppKey.MAIN, self, room.id()).clientHello();
  }

  private static byte[] whatIsWrittenTo(Socket socket) throws IOException {
    var all = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(all);
    } catch (SocketException reset) {
      // The end, too.
    }
    return all.toByteArray();
  }
}
