package alcove.tunnel.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.policy.Standing;
import alcove.tunnel.testing.RawPeer;
import alcove.tunnel.testing.SwitchedClusters;
import alcove.tunnel.testing.TestRoom;
import alcove.tunnel.testing.TestStandings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What peers of one node are told of those of another. */
class NodesPresenceTest {
  private final TestStandings standings = new TestStandings();
  private final TestRoom a = TestRoom.open(standings);
  private final TestRoom b = TestRoom.open();
  private final SwitchedClusters clusters = new SwitchedClusters();
  private final List<RawPeer> peers = new ArrayList<>();
  private NodeId nodeB = NodeId.random();

  @BeforeEach
  void join() {
    a.server().join(clusters.node("a"));
    var cluster = clusters.node("b");
    nodeB = cluster.view().self().id();
    b.server().join(cluster);
    clusters.connectAll();
  }

  @AfterEach
  void close() throws IOException {
    for (RawPeer peer : peers) {
      peer.close();
    }
    a.close();
    b.close();
    clusters.close();
  }

  private RawPeer peer(TestRoom room, FeedKeyPair self) throws IOException {
    RawPeer peer = RawPeer.connect(room, self);
    peers.add(peer);
    return peer;
  }

  private RawPeer peer(TestRoom room) throws IOException {
    return peer(room, FeedKeyPair.create(TestRoom.CRYPTO));
  }

  private RawPeer watcher(TestRoom room) throws IOException {
    RawPeer watcher = peer(room);
    watcher.open("source", "room.attendants", "[]");
    assertThat(watcher.next()).contains("\"type\":\"state\"");
    return watcher;
  }

  private static void assertTold(RawPeer watcher, String type, FeedId who) throws IOException {
    assertThat(watcher.nextBesidePings())
        .endsWith(" {\"type\":\"" + type + "\",\"id\":\"" + who + "\"}");
  }

  @Test
  void attendantElsewhere_joinsLeavesAndCounts() throws IOException {
    RawPeer watcher = watcher(a);

    RawPeer alice = peer(b).attend();
    assertTold(watcher, "joined", alice.id());
    assertThat(a.server().presence().online()).isEqualTo(2);
    assertThat(a.server().presence().isAttendant(alice.id())).isTrue();
    alice.call("tunnel.leave", "[]");
    assertTold(watcher, "left", alice.id());

    assertThat(a.server().presence().online()).isEqualTo(1);
    await().until(() -> b.server().presence().online() == 1);
  }

  @Test
  void attendantElsewhere_whoMayNotAttend_isGoneAtOnce_andBackOnceItMay() throws IOException {
    RawPeer watcher = watcher(a);
    RawPeer alice = peer(b).attend();
    assertTold(watcher, "joined", alice.id());

    standings.set(alice.id(), Standing.BLOCKED);
    a.server().rejudge();
    assertTold(watcher, "left", alice.id());
    assertThat(a.server().presence().isAttendant(alice.id())).isFalse();
    standings.set(alice.id(), Standing.EXTERNAL);
    a.server().rejudge();
    assertTold(watcher, "joined", alice.id());
  }

  @Test
  void lostNode_leavesItsPeersTimeToComeBack() throws IOException {
    RawPeer watcher = watcher(a);
    FeedKeyPair alice = FeedKeyPair.create(TestRoom.CRYPTO);
    peer(b, alice).attend();
    RawPeer bob = peer(b).attend();
    List<String> told =
        new ArrayList<>(List.of(watcher.nextBesidePings(), watcher.nextBesidePings()));

    clusters.separate();
    await().until(() -> a.server().presence().online() == 1);
    peer(a, alice).attend();

    do {
      told.add(watcher.nextBesidePings());
    } while (!told.getLast().contains("\"left\""));
    assertThat(told.getLast()).contains(bob.id().toString());
    assertThat(told.subList(0, told.size() - 1))
        .allSatisfy(each -> assertThat(each).contains("\"joined\""));
    assertThat(told.stream().filter(each -> each.contains(alice.id().toString()))).hasSize(2);
  }

  @Test
  void fourthConnection_onWhicheverNode_replacesTheOldest() throws IOException {
    FeedKeyPair alice = FeedKeyPair.create(TestRoom.CRYPTO);
    peer(a, alice).attend();
    peer(a, alice).attend();
    peer(b, alice).attend();
    await().until(() -> a.server().presence().online() == 1);
    assertThat(a.server().peers()).isEqualTo(2);

    peer(b, alice).attend();

    await().atMost(Duration.ofSeconds(10)).until(() -> a.server().peers() == 1);
    assertThat(b.server().peers()).isEqualTo(2);
  }

  @Test
  void tunnelToAnAttendantElsewhere_isRefused_andTheNodeIsKnown() throws IOException {
    RawPeer watcher = watcher(a);
    RawPeer alice = peer(b).attend();
    assertTold(watcher, "joined", alice.id());

    assertThat(a.server().nodesOf(alice.id())).containsExactly(nodeB);
    assertThat(a.server().nodesOf(watcher.id())).isEmpty();
  }
}
