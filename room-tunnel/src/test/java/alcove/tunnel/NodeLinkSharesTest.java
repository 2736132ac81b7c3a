package alcove.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.tunnel.link.LinkLimits;
import alcove.tunnel.splice.Tunnels;
import alcove.tunnel.splice.Tunnels.Refusal;
import alcove.tunnel.testing.RawLink;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.RawTunnel;
import alcove.tunnel.testing.ShortLimits;
import alcove.tunnel.testing.TestNodes;
import alcove.tunnel.testing.TestRoom;
import alcove.tunnel.testing.TestStandings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Nodes that can have few links with each other, and who gets them. */
class NodeLinkSharesTest {
  /** Sixteen are made and as many accepted: two for one peer, and four strangers. */
  private static final LinkLimits FEW = new LinkLimits(32);

  private final TestNodes nodes =
      TestNodes.open(
          name -> new TestStandings(),
          ShortLimits.withFlow(64 << 20),
          FEW,
          TestRoom.EVENT_LOOPS,
          "a",
          "b");
  private final List<RawPeer> peers = new ArrayList<>();
  private final List<Socket> strangers = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (RawPeer peer : peers) {
      peer.close();
    }
    for (Socket stranger : strangers) {
      stranger.close();
    }
    for (String name : List.of("a", "b")) {
      await().until(() -> nodes.links(name).size() == 0 && nodes.links(name).accepted() == 0);
    }
    nodes.close();
  }

  private RawPeer peer(String node) throws IOException {
    RawPeer peer = RawPeer.connect(nodes.room(node));
    peers.add(peer);
    return peer;
  }

  private Tunnels tunnels(String node) {
    return nodes.room(node).server().tunnels();
  }

  private RawTunnel answered(RawPeer caller, RawPeer target) throws IOException {
    return RawTunnel.answered(nodes.room("a"), caller, target);
  }

  private void assertRefused(RawPeer caller, FeedId target) throws IOException {
    int number = caller.openTunnel(nodes.room("a"), target);
    assertThat(caller.nextBesidePings())
        .isEqualTo(RawTunnel.couldNotConnect(target).replace("14 ", "14 -" + number + " "));
  }

  @Test
  void caller_hasAShare_beyondWhichOthersStillGetTunnels() throws IOException {
    RawPeer alice = peer("a");
    RawPeer bob = peer("b").attend();
    RawTunnel first = answered(alice, bob);
    answered(alice, peer("b").attend());

    assertRefused(alice, peer("b").attend().id());

    assertThat(tunnels("a").refused(Refusal.LINKS_BUSY)).isEqualTo(1);
    answered(peer("a"), peer("b").attend()).echo();
    first.endFromCaller("true");
    assertThat(first.atCaller()).isEqualTo("14 true");
    assertThat(first.atTarget()).isEqualTo("14 true");
    await().until(() -> nodes.links("a").size() == 2);
    answered(alice, bob).echo();
  }

  @Test
  void target_hasAShare_beyondWhichOthersStillGetTunnels() throws IOException {
    RawPeer bob = peer("b").attend();
    answered(peer("a"), bob);
    answered(peer("a"), bob);

    assertRefused(peer("a"), bob.id());

    assertThat(tunnels("a").refused(Refusal.LINKS_BUSY)).isEqualTo(1);
    answered(peer("a"), peer("b").attend()).echo();
  }

  @Test
  void node_hasAShare_beyondWhichOthersStillGetTunnels() throws IOException {
    List<RawLink> links = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      FeedId target = peer("b").attend().id();
      links.add(asked(target, "greedy"));
      links.add(asked(target, "greedy"));
    }
    for (RawLink link : links) {
      assertThat(link.next()).isEqualTo("4 ");
    }
    FeedId last = peer("b").attend().id();

    try (RawLink greedy = asked(last, "greedy");
        RawLink other = asked(last, "other")) {
      assertThat(greedy.next()).isEqualTo("5 LINKS_BUSY");
      assertThat(other.next()).isEqualTo("4 ");
    }
    for (RawLink link : links) {
      link.close();
    }
  }

  private RawLink asked(FeedId target, String node) throws IOException {
    RawLink link = RawLink.connect(nodes.address("b"));
    link.ask(FeedKeyPair.create(TestRoom.CRYPTO).id(), target, node);
    return link;
  }

  private Socket stranger() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), nodes.address("b").port());
    socket.setSoTimeout(15_000);
    strangers.add(socket);
    return socket;
  }

  @Test
  void strangers_haveAShare_andTunnelsStay() throws IOException {
    RawTunnel tunnel = answered(peer("a"), peer("b").attend());
    for (int i = 0; i < FEW.strangers(); i++) {
      stranger();
    }
    await().until(() -> nodes.links("b").accepted() == 1 + FEW.strangers());

    Socket late = stranger();

    assertThatThrownBy(() -> assertThat(late.getInputStream().read()).isNotEqualTo(-1))
        .isInstanceOfAny(SocketException.class, AssertionError.class);
    tunnel.echo();
    for (Socket stranger : strangers) {
      stranger.close();
    }
    await().until(() -> nodes.links("b").accepted() == 1);
    answered(peer("a"), peer("b").attend()).echo();
  }
}
