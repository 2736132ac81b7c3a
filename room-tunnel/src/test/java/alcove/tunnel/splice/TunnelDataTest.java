package alcove.tunnel.splice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.RawTunnel;
import alcove.tunnel.testing.TestPlaces;
import alcove.tunnel.testing.TestRoom;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What comes out of a tunnel is what went in. */
@ParameterizedClass(name = "{0}")
@EnumSource
class TunnelDataTest {
  private final TestPlaces places;
  private final TestRoom room;
  private RawPeer alice;
  private RawPeer bob;

  TunnelDataTest(TestPlaces.Placement placement) {
    places = TestPlaces.open(placement);
    room = places.callers();
  }

  @BeforeEach
  void connect() throws IOException {
    alice = RawPeer.connect(room);
    bob = RawPeer.connect(places.targets()).attend();
  }

  @AfterEach
  void close() throws IOException {
    alice.close();
    bob.close();
    places.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void bytes_inFramesOfAllSizes_keepTheirOrderBothWays(long seed) throws IOException {
    RawTunnel tunnel = RawTunnel.answered(room, alice, bob);
    Random random = new Random(seed);
    for (int i = 0; i < 30; i++) {
      String bytes = random(random, 1 + random.nextInt(20_000));
      tunnel.fromCaller(bytes);
      assertThat(gather(bytes.length(), tunnel::atTarget)).isEqualTo(bytes);
      tunnel.fromTarget(bytes);
      assertThat(gather(bytes.length(), tunnel::atCaller)).isEqualTo(bytes);
    }
  }

  @Test
  void bytes_rightBehindTheRequest_arrive() throws IOException {
    int number = alice.openTunnel(room, bob.id());
    alice.send(8, number, "without waiting");

    assertThat(bob.next()).startsWith("10 1 ");
    assertThat(bob.next()).isEqualTo("8 1 without waiting");
  }

  @Test
  void stringAndJsonFrames_keepTypeAndBordersAmongBytes() throws IOException {
    RawTunnel tunnel = RawTunnel.answered(room, alice, bob);
    String longest = "\"" + "j".repeat(65_534) + "\"";

    tunnel.fromCaller("bytes ");
    tunnel.caller().send(9, tunnel.callersNumber(), "text one");
    tunnel.caller().send(9, tunnel.callersNumber(), "text two");
    tunnel.caller().send(10, tunnel.callersNumber(), longest);
    tunnel.fromCaller("more bytes");
    tunnel.endFromCaller("true");

    List<String> arrived = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      arrived.add(tunnel.atTarget());
    }
    assertThat(arrived)
        .containsExactly(
            "8 bytes ", "9 text one", "9 text two", "10 " + longest, "8 more bytes", "14 true");
    await().untilAsserted(() -> assertThat(room.server().tunnels().held()).isZero());
  }

  @Test
  void emptyFrames_areNotPassedOn() throws IOException {
    RawTunnel tunnel = RawTunnel.answered(room, alice, bob);

    for (int flags = 8; flags <= 10; flags++) {
      tunnel.caller().send(flags, tunnel.callersNumber(), "");
    }
    tunnel.fromCaller("after nothing");

    // A raw peer would complain about an empty body.
    assertThat(tunnel.atTarget()).isEqualTo("8 after nothing");
  }

  @Test
  void tooLongJsonInATunnel_endsTheConnectionThatSentIt() throws IOException {
    RawTunnel tunnel = RawTunnel.answered(room, alice, bob);

    alice.sendHeader(10, tunnel.callersNumber(), (64 << 10) + 1);

    assertThat(alice.next()).isEqualTo(RawPeer.GONE);
    assertThat(tunnel.atTarget()).isEqualTo(RawTunnel.BROKEN);
  }

  @Test
  void manyTunnels_betweenManyPeers_doNotMix() throws IOException {
    List<RawPeer> peers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      peers.add(RawPeer.connect(i % 2 == 0 ? room : places.targets()).attend());
    }
    List<RawTunnel> tunnels = new ArrayList<>();
    for (RawPeer caller : peers) {
      for (RawPeer target : peers) {
        if (caller != target) {
          tunnels.add(RawTunnel.answered(room, caller, target));
        }
      }
    }
    for (RawTunnel tunnel : tunnels) {
      String text = "from " + tunnel.caller().id() + " " + tunnel.callersNumber();
      tunnel.fromCaller(text);
      assertThat(tunnel.atTarget()).isEqualTo("8 " + text);
    }
    assertThat(open()).isGreaterThanOrEqualTo(30);

    for (RawPeer peer : peers) {
      peer.close();
    }
    await().untilAsserted(() -> assertThat(open()).isZero());
    for (Tunnels each : places.tunnels()) {
      await().untilAsserted(() -> assertThat(each.held()).isZero());
    }
  }

  private int open() {
    return places.tunnels().stream().mapToInt(Tunnels::open).sum();
  }

  private interface Next {
    String get() throws IOException;
  }

  private static String gather(int length, Next next) throws IOException {
    StringBuilder all = new StringBuilder();
    while (all.length() < length) {
      String part = next.get();
      assertThat(part).startsWith("8 ").hasSizeLessThanOrEqualTo(2 + (16 << 10));
      all.append(part, 2, part.length());
    }
    return all.toString();
  }

  private static String random(Random random, int length) {
    StringBuilder text = new StringBuilder(length);
    for (int i = 0; i < length; i++) {
      text.append((char) ('a' + random.nextInt(26)));
    }
    return text.toString();
  }
}
