package alcove.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.RawTunnel;
import alcove.tunnel.testing.TestRoom;
import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Parting in good order: nine zero bytes, the final box, the end of the stream. */
class GoodbyeTest {
  private final TestRoom room = TestRoom.open();

  @AfterEach
  void close() {
    room.close();
  }

  @ParameterizedTest
  @CsvSource({"true, true", "true, false", "false, true"})
  void goodbyeOfPeer_inEitherLayer_isAnsweredInBoth(boolean packet, boolean box)
      throws IOException {
    try (RawPeer peer = RawPeer.connect(room)) {
      peer.call("whoami", "[]");
      if (packet) {
        peer.sendBytes(new byte[9]);
      }
      if (box) {
        peer.sendBoxGoodbye();
      }

      assertThat(peer.next()).isEqualTo(RawPeer.GOODBYE);
      assertThat(peer.next()).isEqualTo(RawPeer.BOX_GOODBYE);
      assertThat(peer.next()).isEqualTo(RawPeer.GONE);
    }
    await().untilAsserted(() -> assertThat(room.server().sockets()).isZero());
    assertThat(room.server().closed(CloseReason.GOODBYE)).isEqualTo(1);
  }

  @Test
  void stop_saysGoodbyeToEverybodyBehindTheirReplies() throws IOException {
    List<RawPeer> peers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      peers.add(RawPeer.connect(room));
    }
    room.connectWebSocket(room.client());

    TestRoom.await(room.server().stop());

    for (RawPeer peer : peers) {
      assertThat(peer.next()).isEqualTo(RawPeer.GOODBYE);
      assertThat(peer.next()).isEqualTo(RawPeer.BOX_GOODBYE);
      assertThat(peer.next()).isEqualTo(RawPeer.GONE);
      peer.close();
    }
    assertThat(room.server().sockets()).isZero();
    assertThat(room.server().closed(CloseReason.STOPPED)).isEqualTo(11);
  }

  @Test
  void stop_dropsThoseWhoHaveNotShakenHands() throws IOException {
    try (Socket silent = RawPeer.silent(room)) {
      await().until(() -> room.server().pendingHandshakes() == 1);

      TestRoom.await(room.server().stop());

      assertThat(silent.isConnected()).isTrue();
      assertThat(room.server().closed(CloseReason.STOPPED)).isEqualTo(1);
      assertThat(room.server().sockets()).isZero();
    }
  }

  @Test
  void stop_withTunnels_leavesNothingBehind() throws IOException {
    try (RawPeer alice = RawPeer.connect(room);
        RawPeer bob = RawPeer.connect(room).attend()) {
      RawTunnel tunnel = RawTunnel.answered(room, alice, bob);
      tunnel.fromCaller("x".repeat(60_000));

      TestRoom.await(room.server().stop());

      assertThat(room.server().tunnels().open()).isZero();
      assertThat(room.server().tunnels().held()).isZero();
      assertThat(alice.lastWord()).isEqualTo(RawPeer.BOX_GOODBYE);
    }
  }
}
