package alcove.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.identity.FeedKeyPair;
import alcove.tunnel.link.LinkNode;
import alcove.tunnel.splice.Tunnels.Refusal;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.RawTunnel;
import alcove.tunnel.testing.ShortLimits;
import alcove.tunnel.testing.SwitchedClusters;
import alcove.tunnel.testing.TestNodes;
import alcove.tunnel.testing.TestRoom;
import alcove.tunnel.testing.TestStandings;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tunnels to a peer that is connected to two nodes at once, of which it may have left one. */
class NodeRoamingTest {
  private static final LinkNode NOWHERE = new LinkNode("d", "127.0.0.1", 1);

  private final TestStandings standings = new TestStandings();
  private final TestNodes nodes =
      TestNodes.open(name -> standings, ShortLimits.withFlow(64 << 20), 2, "a", "b");
  private final SwitchedClusters clusters = new SwitchedClusters();
  private final List<RawPeer> peers = new ArrayList<>();
  private final FeedKeyPair roaming = FeedKeyPair.create(TestRoom.CRYPTO);
  private RawPeer alice;

  @BeforeEach
  void join() throws IOException {
    for (String name : List.of("a", "b")) {
      nodes.room(name).server().join(clusters.node(name));
    }
    clusters.connectAll();
    alice = peer("a", FeedKeyPair.create(TestRoom.CRYPTO));
  }

  @AfterEach
  void close() throws IOException {
    for (RawPeer peer : peers) {
      peer.close();
    }
    for (String name : List.of("a", "b")) {
      TunnelServer server = nodes.room(name).server();
      await().untilAsserted(() -> assertThat(server.tunnels().open()).isZero());
      await().untilAsserted(() -> assertThat(server.tunnels().held()).isZero());
      await().until(() -> nodes.links(name).size() == 0);
    }
    nodes.close();
    clusters.close();
  }

  private RawPeer peer(String node, FeedKeyPair self) throws IOException {
    RawPeer peer = RawPeer.connect(nodes.room(node), self);
    peers.add(peer);
    return peer;
  }

  private RawPeer attendingAtB() throws IOException {
    RawPeer peer = peer("b", roaming).attend();
    await().until(() -> nodes.room("a").server().nodesOf(peer.id()).size() == 1);
    return peer;
  }

  private void assertLedTo(RawPeer target) throws IOException {
    RawTunnel tunnel = RawTunnel.answered(nodes.room("a"), alice, target);
    tunnel.endFromCaller("true");
    assertThat(tunnel.atTarget()).isEqualTo("14 true");
    assertThat(tunnel.atCaller()).isEqualTo("14 true");
  }

  @Test
  void target_thatHasRoamed_isLedToWhereItCameLast() throws IOException {
    peer("a", roaming).attend();

    assertLedTo(attendingAtB());
  }

  @Test
  void target_thatHasComeBack_isLedToHere() throws IOException {
    attendingAtB();
    RawPeer back = peer("a", roaming).attend();
    // Presence's books come behind what it answers.
    alice.open("source", "room.attendants", "[]");
    assertThat(alice.nextBesidePings()).contains(back.id().toString());

    assertLedTo(back);
    assertThat(nodes.room("b").server().tunnels().opened()).isZero();
  }

  @Test
  void target_thatIsConnectedHere_butAttendsElsewhereAlone_isLedToThere() throws IOException {
    RawPeer attending = attendingAtB();
    peer("a", roaming).call("whoami", "[]");

    assertLedTo(attending);
  }

  @Test
  void target_thatNoOtherNodeLeadsTo_isLedToHere_withAllThatWasSentMeanwhile() throws IOException {
    RawPeer here = peer("a", roaming).attend();
    attendingAtB();
    nodes.say(here.id(), NOWHERE, NOWHERE);

    int number = alice.openTunnel(nodes.room("a"), here.id());
    alice.send(8, number, "without waiting");
    alice.send(9, number, "text");
    alice.send(14, number, "true");

    String request = here.nextBesidePings();
    assertThat(request).startsWith("10 ").contains("\"tunnel\",\"connect\"");
    String its = " " + request.split(" ", 3)[1] + " ";
    assertThat(here.nextBesidePings()).isEqualTo("8" + its + "without waiting");
    assertThat(here.nextBesidePings()).isEqualTo("9" + its + "text");
    assertThat(here.nextBesidePings()).isEqualTo("14" + its + "true");
    assertThat(alice.nextBesidePings()).isEqualTo("14 -" + number + " true");
  }

  @Test
  void target_thatNoOtherNodeLeadsTo_carriesOnHere_andGivesEverythingBack() throws IOException {
    RawPeer here = peer("a", roaming).attend();
    attendingAtB();
    nodes.say(here.id(), NOWHERE);

    for (int i = 0; i < 5; i++) {
      assertLedTo(here);
    }
    assertThat(nodes.room("a").server().tunnels().opened()).isEqualTo(5);
  }

  @Test
  void target_thatIsLeftNowhere_isRefusedOnce() throws IOException {
    RawPeer here = peer("a", roaming).attend();
    attendingAtB();
    nodes.say(here.id(), NOWHERE);
    here.close();
    await().until(() -> nodes.room("a").server().connections().newest(here.id()) == null);

    int number = alice.openTunnel(nodes.room("a"), here.id());

    assertThat(alice.nextBesidePings())
        .isEqualTo(RawTunnel.couldNotConnect(here.id()).replace("14 ", "14 -" + number + " "));
    assertThat(nodes.room("a").server().tunnels().refused(Refusal.NOT_ATTENDING)).isEqualTo(1);
  }
}
