package alcove.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.splice.EndReason;
import alcove.tunnel.splice.Tunnels;
import alcove.tunnel.testing.NodeKeys;
import alcove.tunnel.testing.RawLink;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.ShortLimits;
import alcove.tunnel.testing.TestNodes;
import alcove.tunnel.testing.TestRoom;
import alcove.tunnel.testing.TestStandings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What comes to the port for other nodes, from strangers and from nodes gone wrong. */
class HostileNodeTest {
  private static final FeedId ORIGIN = FeedKeyPair.create(TestRoom.CRYPTO).id();

  private final TestNodes nodes =
      TestNodes.open(
          name -> new TestStandings(), ShortLimits.withFlow(64 << 20), TestRoom.EVENT_LOOPS, "a");
  private final TestRoom room = nodes.room("a");
  private RawPeer bob;

  @BeforeEach
  void connect() throws IOException {
    bob = RawPeer.connectWithSmallBuffer(room).attend();
  }

  @AfterEach
  void close() throws IOException {
    bob.close();
    await().untilAsserted(() -> assertThat(tunnels().open()).isZero());
    await().untilAsserted(() -> assertThat(tunnels().held()).isZero());
    awaitNoLinks();
    nodes.close();
  }

  private Tunnels tunnels() {
    return room.server().tunnels();
  }

  private void awaitNoLinks() {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> nodes.links("a").size() == 0 && nodes.links("a").accepted() == 0);
  }

  private RawLink link() throws IOException {
    return RawLink.connect(nodes.address("a"));
  }

  private RawLink accepted() throws IOException {
    RawLink link = link();
    link.ask(ORIGIN, bob.id());
    assertThat(link.next()).isEqualTo("4 ");
    assertThat(bob.next()).contains("\"tunnel\",\"connect\"").contains(ORIGIN.toString());
    return link;
  }

  @Test
  void stranger_withAnotherKey_isNotLetIn() throws IOException {
    NodeKeys other = NodeKeys.create();

    assertThatThrownBy(() -> RawLink.connect(nodes.address("a"), other, other))
        .isInstanceOf(IOException.class);
    try (RawLink link = RawLink.connect(nodes.address("a"), other, NodeKeys.OF_THE_ROOM)) {
      link.ask(ORIGIN, bob.id());
      assertThat(link.next()).isEqualTo(RawLink.GONE);
    } catch (IOException alert) {
      // The server judges last, so this is a matter of time.
    }
    assertThat(tunnels().opened()).isZero();
    awaitNoLinks();
  }

  @Test
  void stranger_whoSpeaksNoTls_isClosed() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), nodes.address("a").port())) {
      socket.setSoTimeout(15_000);
      socket.getOutputStream().write(new byte[1000]);
      socket.getInputStream().readAllBytes();
    } catch (java.net.SocketException reset) {
      // That is fine, too.
    }
    awaitNoLinks();
  }

  @Test
  void stranger_whoSaysNothing_isClosedInSeconds() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), nodes.address("a").port());
        RawLink link = link()) {
      await().until(() -> nodes.links("a").accepted() == 2);
      awaitNoLinks();
      assertThat(link.next()).isEqualTo(RawLink.GONE);
      assertThat(socket.isConnected()).isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0, 5",
    "1, 5",
    "2, 16777215",
    "3, 16777215",
    "3, 71",
    "4, 0",
    "5, 0",
    "6, 0",
    "9, 0"
  })
  void node_thatBeginsWithAnythingButARequest_isClosed(int type, int length) throws IOException {
    try (RawLink link = link()) {
      link.send(type, length, new byte[Math.min(length, 1000)]);
      assertThat(link.next()).isEqualTo(RawLink.GONE);
    }
    awaitNoLinks();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "1, 65537", "2, 16777215", "3, 73", "4, 0", "5, 0", "8, 1", "255, 1"})
  void node_thatSaysInATunnelWhatIsNone_losesItAlone(int type, int length) throws IOException {
    try (RawLink one = accepted();
        RawLink other = accepted()) {
      one.send(type, length, new byte[Math.min(length, 1000)]);

      assertThat(one.next()).isEqualTo(RawLink.GONE);
      assertThat(bob.next()).contains("could not connect");
      other.send(0, "still there");
      assertThat(bob.next()).endsWith("still there");
    }
    await().until(() -> tunnels().open() == 0);
    assertThat(tunnels().ended(EndReason.PEER_GONE)).isEqualTo(2);
  }

  @Test
  void dataBeforeTheAnswer_isNoLink() throws IOException {
    try (RawLink link = link()) {
      link.ask(ORIGIN, FeedKeyPair.create(TestRoom.CRYPTO).id());
      assertThat(link.next()).isEqualTo("5 NOT_ATTENDING");
      link.send(0, "all the same");
    }
    awaitNoLinks();
  }

  @Test
  void node_thatEndsTwice_orGoesOnAfterwards_isReadPast() throws IOException {
    try (RawLink link = accepted()) {
      link.send(0, "bytes");
      link.send(6, "");
      link.send(6, "");
      link.send(0, "more");
      assertThat(bob.next()).endsWith("bytes");
      assertThat(bob.next()).contains("true");
      assertThat(link.next()).isEqualTo(RawLink.GONE);
    }
  }

  @Test
  void node_thatSendsWithoutEnd_isHeldBack() throws IOException {
    try (RawLink link = accepted()) {
      Thread flood =
          Thread.startVirtualThread(
              () -> {
                try {
                  for (int i = 0; i < 4000; i++) {
                    link.send(0, "x".repeat(4000));
                  }
                } catch (IOException closed) {
                  // The test is over.
                }
              });
      await().until(() -> tunnels().held() > 128 << 10);

      await()
          .during(Duration.ofSeconds(3))
          .until(() -> tunnels().held() < 512 << 10 && flood.isAlive());
      bob.reset();
      assertThat(link.next()).isIn("7 PEER_GONE", RawLink.GONE);
    }
  }

  @Test
  void node_thatReadsNothing_hasThePeerWait_andHoldsLittle() throws IOException {
    try (RawLink link = accepted()) {
      Thread flood =
          Thread.startVirtualThread(
              () -> {
                try {
                  for (int i = 0; i < 4000; i++) {
                    bob.send(8, -1, "x".repeat(4000));
                  }
                } catch (IOException closed) {
                  // The test is over.
                }
              });
      await().until(() -> tunnels().held() > 128 << 10);

      await()
          .during(Duration.ofSeconds(3))
          .until(() -> tunnels().held() < 512 << 10 && flood.isAlive());
      assertThat(link.next()).startsWith("0 xxx");
    }
  }
}
