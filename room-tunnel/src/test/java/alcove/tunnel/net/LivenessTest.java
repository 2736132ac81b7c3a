package alcove.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedKeyPair;
import alcove.tunnel.client.PeerClient;
import alcove.tunnel.client.TunnelStream;
import alcove.tunnel.muxrpc.Json;
import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.RawTunnel;
import alcove.tunnel.testing.ShortLimits;
import alcove.tunnel.testing.TestRoom;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How the room finds out that a peer is not there any more. */
class LivenessTest {
  private TestRoom room = TestRoom.open(ShortLimits.with(ShortLimits.DEADLINES));

  @AfterEach
  void close() {
    room.close();
  }

  @Test
  void peer_thatIsSilentAndDoesNotAnswer_isDropped() throws IOException {
    try (RawPeer peer = RawPeer.connect(room)) {
      assertThat(peer.next()).isEqualTo("2 1 {\"name\":[\"tunnel\",\"ping\"],\"args\":[]}");

      assertThat(peer.next()).isEqualTo(RawPeer.GONE);
    }
    assertThat(room.server().closed(CloseReason.SILENT)).isEqualTo(1);
  }

  @Test
  void peer_thatAnswersWithAnError_isAlive() throws IOException {
    try (RawPeer peer = RawPeer.connect(room)) {
      for (int i = 1; i <= 2; i++) {
        assertThat(peer.next()).startsWith("2 " + i + " ");
        peer.send(6, -i, "{\"message\":\"method:tunnel,ping is not in list\"}");
      }
    }
    assertThat(room.server().closed(CloseReason.SILENT)).isZero();
  }

  @Test
  void peer_thatReadsNothing_isResetAndItsMemoryGivenBack() throws IOException {
    try (RawPeer source = RawPeer.connect(room);
        RawPeer frozen = RawPeer.connectWithSmallBuffer(room).attend()) {
      RawTunnel tunnel = RawTunnel.answered(room, source, frozen);
      for (int i = 0; i < 100; i++) {
        tunnel.fromCaller("x".repeat(50_000));
        if (room.server().tunnels().held() > 200_000) {
          break;
        }
      }

      await()
          .untilAsserted(
              () -> assertThat(room.server().closed(CloseReason.WRITE_STALLED)).isEqualTo(1));
      await().untilAsserted(() -> assertThat(room.server().tunnels().held()).isZero());
      assertThat(tunnel.atCaller()).isEqualTo(RawTunnel.BROKEN);
      assertThat(frozen.lastWord()).isNotEqualTo(RawPeer.BOX_GOODBYE);
    }
  }

  /** Each write of 64 KiB takes several times the second that a stall may last. */
  @Test
  void peer_thatReadsTenKilobytesASecond_isNotStalled() throws IOException {
    room.close();
    room = TestRoom.open(ShortLimits.with(ShortLimits.withWriteStall(Duration.ofSeconds(2))));
    try (RawPeer source = RawPeer.connect(room);
        RawPeer slow = RawPeer.connectWithSmallBuffer(room).attend();
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
      RawTunnel tunnel = RawTunnel.answered(room, source, slow);
      for (int i = 0; i < 200; i++) {
        tunnel.fromCaller("x".repeat(4_000));
      }
      var reading = clock.scheduleAtFixedRate(slow::readSome, 0, 100, TimeUnit.MILLISECONDS);

      await()
          .during(Duration.ofSeconds(6))
          .until(() -> room.server().closed(CloseReason.WRITE_STALLED) == 0);
      assertThat(room.server().tunnels().held()).isPositive();

      reading.cancel(true);
      await().until(() -> room.server().closed(CloseReason.WRITE_STALLED) == 1);
    }
  }

  @Test
  void webSocketPeer_thatReadsNothing_isResetAndItsMemoryGivenBack() throws IOException {
    try (RawPeer source = RawPeer.connect(room)) {
      PeerClient frozen = room.client();
      frozen.onTunnel((origin, stream) -> stream.receive(new Ignoring()));
      PeerConnection frozensRoom = room.connectWebSocket(frozen);
      TestRoom.await(
          TestRoom.on(
                  frozensRoom, () -> frozensRoom.session().call("tunnel.announce", Json.array()))
              .compose(x -> x));
      int number = source.openTunnel(room, frozen.id());
      frozensRoom.loop().eventLoop().execute(frozensRoom::pauseReading);
      Thread pump =
          Thread.startVirtualThread(
              () -> {
                try {
                  for (int i = 0; i < 1000; i++) {
                    source.send(8, number, "x".repeat(50_000));
                  }
                } catch (IOException over) {
                  // The test is over.
                }
              });

      await()
          .untilAsserted(
              () -> assertThat(room.server().closed(CloseReason.WRITE_STALLED)).isEqualTo(1));
      await().untilAsserted(() -> assertThat(room.server().tunnels().held()).isZero());
      assertThat(source.nextBesidePings()).startsWith("14 -" + number + " ");
      await().until(() -> !pump.isAlive());
    }
  }

  private static final class Ignoring implements TunnelStream.Receiver {
    @Override
    public void bytes(ByteBuf bytes) {}

    @Override
    public void ended(SubstreamEnd end) {}
  }

  @Test
  void stop_withPeerThatReadsNothing_doesNotWaitForIt() throws IOException {
    try (RawPeer source = RawPeer.connect(room);
        RawPeer frozen = RawPeer.connectWithSmallBuffer(room).attend()) {
      RawTunnel tunnel = RawTunnel.answered(room, source, frozen);
      tunnel.fromCaller("x".repeat(5_000_000 / 50));
      await().until(() -> room.server().tunnels().bytes() > 100_000);

      TestRoom.await(room.server().stop());

      assertThat(room.server().sockets()).isZero();
    }
  }

  @Test
  void olderConnection_thatDoesNotAnswer_isReplacedAndOneThatDoesStays() throws IOException {
    room.close();
    room = TestRoom.open(ShortLimits.with(Deadlines.DEFAULT));
    FeedKeyPair self = FeedKeyPair.create(TestRoom.CRYPTO);
    try (RawPeer dead = RawPeer.connect(room, self);
        RawPeer alive = RawPeer.connect(room, self)) {
      assertThat(dead.next()).contains("\"tunnel\",\"ping\"");
      try (RawPeer newest = RawPeer.connect(room, self)) {
        assertThat(alive.next()).contains("\"tunnel\",\"ping\"");
        alive.send(2, -1, "1");

        assertThat(dead.nextBesidePings()).isEqualTo(RawPeer.GONE);
        assertThat(room.server().closed(CloseReason.REPLACED)).isEqualTo(1);
        assertThat(alive.call("whoami", "[]")).isNotEmpty();
        assertThat(newest.call("whoami", "[]")).isNotEmpty();
        assertThat(room.server().peers()).isEqualTo(2);
      }
    }
  }

  @Test
  void sameKey_connectingHundredTimes_keepsThreeConnections() throws IOException {
    FeedKeyPair self = FeedKeyPair.create(TestRoom.CRYPTO);
    RawPeer[] all = new RawPeer[100];
    for (int i = 0; i < all.length; i++) {
      all[i] = RawPeer.connect(room, self);
    }

    assertThat(all[99].call("whoami", "[]")).isNotEmpty();
    await().untilAsserted(() -> assertThat(room.server().peers()).isLessThanOrEqualTo(3));
    assertThat(room.server().closed(CloseReason.REPLACED)).isGreaterThanOrEqualTo(97);

    for (RawPeer peer : all) {
      peer.close();
    }
    await().untilAsserted(() -> assertThat(room.server().sockets()).isZero());
  }
}
