package alcove.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.tunnel.net.CloseReason;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.RawTunnel;
import alcove.tunnel.testing.TestRoom;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a peer with a key can do to the room: nothing that others notice. */
class PeerLimitsTest {
  private static final String WHOAMI = "{\"name\":[\"whoami\"],\"args\":[]}";

  private final TestRoom room = TestRoom.open();

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void control_ofFourGigabytes_endsTheConnectionAtItsHeader() throws IOException {
    try (RawPeer peer = RawPeer.connect(room)) {
      peer.sendHeader(2, 1, 0xffffffff);

      assertThat(peer.next()).isEqualTo(RawPeer.GONE);
    }
    assertThat(room.server().closed(CloseReason.PROTOCOL_ERROR)).isEqualTo(1);
  }

  @Test
  void json_deeperThanSixteen_isRefusedAndConnectionLives() throws IOException {
    try (RawPeer peer = RawPeer.connect(room)) {
      peer.send(2, 1, "{\"name\":[\"whoami\"],\"args\":" + "[".repeat(30_000) + "}");

      assertThat(peer.next()).contains("malformed JSON");
      peer.send(2, 2, WHOAMI);
      assertThat(peer.next()).startsWith("2 -2 ");
    }
  }

  @Test
  void calls_inFlood_areRefusedAndConnectionLives() throws IOException {
    try (RawPeer peer = RawPeer.connect(room)) {
      var flood = new ByteArrayOutputStream();
      for (int i = 1; i <= 1000; i++) {
        flood.writeBytes(RawPeer.packet(2, i, WHOAMI.getBytes(StandardCharsets.UTF_8)));
      }
      peer.sendBytes(flood.toByteArray());

      int answered = 0;
      for (int i = 1; i <= 1000; i++) {
        answered += peer.next().startsWith("2 ") ? 1 : 0;
      }

      // A burst of 100, and 50 a second for as long as the machine took.
      assertThat(answered).isBetween(100, 500);
      await().until(() -> peer.call("whoami", "[]") != null);
    }
  }

  @Test
  void calls_inAnEndlessFlood_endTheConnection() throws IOException {
    try (RawPeer peer = RawPeer.connect(room)) {
      byte[] nonsense = RawPeer.packet(2, 1, "{}".getBytes(StandardCharsets.UTF_8));
      String next = "";
      for (int i = 1; !next.equals(RawPeer.GONE) && i <= 1_000_000; i++) {
        ByteBuffer.wrap(nonsense).putInt(5, i);
        peer.sendBytes(nonsense);
        next = peer.next();
      }

      assertThat(next).isEqualTo(RawPeer.GONE);
    }
    assertThat(room.server().closed(CloseReason.PROTOCOL_ERROR)).isEqualTo(1);
  }

  @Test
  void sources_thatAreSentData_endAndAtLastTheConnection() throws IOException {
    try (RawPeer peer = RawPeer.connect(room)) {
      for (int i = 1; i <= 17; i++) {
        int number = peer.open("source", "room.attendants", "[]");
        peer.send(10, number, "{\"unwanted\":true}");
        if (i <= 16) {
          assertThat(nextBesideState(peer)).startsWith("14 -" + number).contains("takes no input");
        }
      }

      assertThat(nextBesideState(peer)).isEqualTo(RawPeer.GONE);
    }
    assertThat(room.server().closed(CloseReason.PROTOCOL_ERROR)).isEqualTo(1);
  }

  /** A tick may come before the data, and with it what the source is there for. */
  private static String nextBesideState(RawPeer peer) throws IOException {
    String next = peer.next();
    while (next.contains("\"type\":\"state\"")) {
      next = peer.next();
    }
    return next;
  }

  @Test
  void streamOfPings_beyondTheRateOfCalls_ends() throws IOException {
    try (RawPeer peer = RawPeer.connect(room)) {
      int number = peer.open("duplex", "gossip.ping", "[]");
      for (int i = 0; i < 1000; i++) {
        peer.send(10, number, "1");
      }

      int answers = 0;
      String next = peer.next();
      for (; next.startsWith("10 -" + number + " "); next = peer.next()) {
        answers++;
      }

      assertThat(next).startsWith("14 -" + number).contains("too much at once");
      assertThat(answers).isBetween(99, 999);
    }
  }

  @Test
  void giantFrame_thatDrips_comesOutAsItGoesIn() throws IOException {
    try (RawPeer alice = RawPeer.connect(room);
        RawPeer bob = RawPeer.connect(room).attend()) {
      RawTunnel tunnel = RawTunnel.answered(room, alice, bob);

      alice.sendHeader(8, tunnel.callersNumber(), 1 << 30);
      for (int i = 0; i < 50; i++) {
        alice.sendBytes(("chunk " + i).getBytes(StandardCharsets.UTF_8));
        assertThat(tunnel.atTarget()).isEqualTo("8 chunk " + i);
      }

      await().untilAsserted(() -> assertThat(room.server().tunnels().held()).isZero());
    }
  }

  @Test
  void tunnel_brokenOffInMidFrame_leavesBothConnectionsUsable() throws IOException {
    try (RawPeer alice = RawPeer.connect(room);
        RawPeer bob = RawPeer.connect(room).attend()) {
      RawTunnel tunnel = RawTunnel.answered(room, alice, bob);

      alice.sendHeader(8, tunnel.callersNumber(), 10_000);
      alice.sendBytes(new byte[3000]);
      assertThat(tunnel.atTarget()).hasSize(2 + 3000);
      tunnel.endFromTarget("{\"message\":\"had enough\"}");
      assertThat(tunnel.atTarget()).isEqualTo("14 true");
      assertThat(tunnel.atCaller()).isEqualTo(RawTunnel.BROKEN);
      alice.sendBytes(new byte[7000]);
      tunnel.endFromCaller("true");

      RawTunnel.answered(room, alice, bob);
    }
  }

  @Test
  void millionTinyFrames_goThroughATunnel() throws IOException {
    try (RawPeer alice = RawPeer.connect(room);
        RawPeer bob = RawPeer.connect(room).attend()) {
      RawTunnel tunnel = RawTunnel.answered(room, alice, bob);
      byte[] tiny = RawPeer.packet(8, tunnel.callersNumber(), new byte[] {'x'});
      byte[] thousand = new byte[1000 * tiny.length];
      for (int i = 0; i < 1000; i++) {
        System.arraycopy(tiny, 0, thousand, i * tiny.length, tiny.length);
      }

      int received = 0;
      for (int i = 0; i < 1000; i++) {
        alice.sendBytes(thousand);
        while (received < (i + 1) * 1000) {
          received += tunnel.atTarget().length() - 2;
        }
      }

      assertThat(received).isEqualTo(1_000_000);
    }
  }
}
