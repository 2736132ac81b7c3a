package alcove.tunnel.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.tunnel.client.TunnelStream;
import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.RawTunnel;
import alcove.tunnel.testing.TestRoom;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Sources that say all they have to say and hang up while the room does not read from them, because
 * the other side is slow: every byte arrives, and the clean end behind it.
 */
@ParameterizedClass(name = "{0} event loops")
@ValueSource(ints = {1, 2})
class HangUpTest {
  /** More than the mark at which the room stops reading, less than what sockets hold beside it. */
  private static final int TAIL = 450_000;

  enum How {
    /** Nothing but the end of the stream. */
    FIN,
    /** The goodbyes of both layers before it. */
    GOODBYE,
    /** With something of ours unread, so that the system tells of a reset. */
    RST
  }

  private final TestRoom room;

  HangUpTest(int eventLoops) {
    room = TestRoom.open(eventLoops);
  }

  @AfterEach
  void close() {
    room.close();
  }

  @ParameterizedTest
  @EnumSource
  void source_thatEndsAndHangsUpWhilePaused_isHeardToItsEnd(How how) throws IOException {
    RawPeer source = RawPeer.connect(room);
    try (RawPeer target = RawPeer.connectWithSmallBuffer(room).attend()) {
      RawTunnel tunnel = RawTunnel.answered(room, source, target);
      if (how == How.RST) {
        tunnel.fromTarget("not read");
        await().until(() -> source.socket().getInputStream().available() > 0);
      }
      source.send(8, tunnel.callersNumber(), new byte[TAIL]);
      tunnel.endFromCaller("true");
      if (how == How.GOODBYE) {
        source.sendBytes(new byte[9]);
        source.sendBoxGoodbye();
      }
      await().until(() -> room.server().tunnels().held() > 128 << 10 && isSent(source));

      source.close();

      assertThat(bytesUntilTheEnd(target, tunnel.targetsNumber())).isEqualTo(TAIL);
      await().untilAsserted(() -> assertThat(room.server().peers()).isEqualTo(1));
      await().untilAsserted(() -> assertThat(room.server().tunnels().held()).isZero());
      assertThat(target.call("whoami", "[]")).isNotEmpty();
    }
  }

  /** Whether the peer's system has nothing more to send, so that not even a reset takes it back. */
  private static boolean isSent(RawPeer peer) throws IOException {
    String local = String.format(Locale.ROOT, ":%04X", peer.socket().getLocalPort());
    for (String table : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
      for (String line : Files.readAllLines(Path.of(table))) {
        String[] fields = line.strip().split("\\s+", -1);
        if (fields[1].endsWith(local)) {
          return fields[4].startsWith("00000000:");
        }
      }
    }
    throw new IllegalStateException("no socket " + local);
  }

  @Test
  void webSocket_thatEndsAndHangsUpWhilePaused_isHeardToItsEnd() throws IOException {
    PeerConnection source = room.connectWebSocket(room.client());
    try (RawPeer target = RawPeer.connectWithSmallBuffer(room).attend()) {
      var written = new AtomicBoolean();
      source
          .loop()
          .run(
              () -> {
                var stream = TunnelStream.open(source, target.id(), new Ignoring());
                stream.write(Unpooled.wrappedBuffer(new byte[TAIL]), () -> written.set(true));
                stream.end();
              });
      int number = Integer.parseInt(target.nextBesidePings().split(" ", 3)[1]);
      await().until(() -> room.server().tunnels().held() > 128 << 10 && written.get());

      source.loop().run(() -> source.close(CloseReason.STOPPED));

      assertThat(bytesUntilTheEnd(target, number)).isEqualTo(TAIL);
      await().untilAsserted(() -> assertThat(room.server().peers()).isEqualTo(1));
      await().untilAsserted(() -> assertThat(room.server().tunnels().held()).isZero());
    }
  }

  private static final class Ignoring implements TunnelStream.Receiver {
    @Override
    public void bytes(ByteBuf bytes) {}

    @Override
    public void ended(SubstreamEnd end) {}
  }

  /** A peer that has hung up is nobody's target, however long its last words take. */
  @Test
  void source_thatHungUpWhilePaused_attendsNoMore() throws IOException {
    RawPeer source = RawPeer.connect(room).attend();
    try (RawPeer target = RawPeer.connectWithSmallBuffer(room).attend();
        RawPeer other = RawPeer.connect(room)) {
      RawTunnel tunnel = RawTunnel.answered(room, source, target);
      source.send(8, tunnel.callersNumber(), new byte[TAIL]);
      tunnel.endFromCaller("true");
      await().until(() -> room.server().tunnels().held() > 128 << 10 && isSent(source));

      source.close();

      await().until(() -> room.server().presence().online() == 1);
      int number = other.openTunnel(room, source.id());
      assertThat(other.nextBesidePings())
          .isEqualTo("14 -" + number + RawTunnel.couldNotConnect(source.id()).substring(2));
      assertThat(bytesUntilTheEnd(target, tunnel.targetsNumber())).isEqualTo(TAIL);
    }
  }

  private static int bytesUntilTheEnd(RawPeer target, int number) throws IOException {
    String data = "8 " + number + " ";
    int bytes = 0;
    String next = target.nextBesidePings();
    for (; next.startsWith(data); next = target.nextBesidePings()) {
      bytes += next.length() - data.length();
    }
    assertThat(next).isEqualTo("14 " + number + " true");
    return bytes;
  }
}
