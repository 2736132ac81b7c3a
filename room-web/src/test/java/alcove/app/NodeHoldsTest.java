package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.cluster.Cluster;
import alcove.cluster.ClusterListener;
import alcove.cluster.ClusterMessage;
import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import alcove.identity.HostAndPort;
import alcove.room.Room;
import alcove.room.model.RoomSettings;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Standing;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What nodes tell each other of keys that they keep out, and how it is written. */
class NodeHoldsTest {
  private static final FeedId ROOM = TestPeers.newKeys().id();
  private static final Instant LATER = Instant.parse("2999-01-01T00:00:00Z");

  private final Place here = new Place();
  private final Place there = new Place();
  private final FeedId bob = TestPeers.newKeys().id();

  /** One node, whose registry the other does not see. */
  private static final class Place implements Cluster {
    private final Node node =
        new Node(NodeId.random(), "node", new HostAndPort("127.0.0.1", 7801), "1.0", Instant.EPOCH);
    private final Database database =
        Database.open(new DatabaseUrl.H2Memory("holds-" + UUID.randomUUID()));
    private final Room room =
        Room.open(
            database,
            ROOM,
            TestPeers.CRYPTO,
            InstantSource.system(),
            Set.of(),
            RoomSettings.ofANewRoom(PrivacyMode.OPEN, "Room"));
    private final List<ClusterListener> listeners = new ArrayList<>();
    private Optional<Place> other = Optional.empty();

    Place() {
      NodeHolds.share(this, room.blocks());
    }

    void see(Optional<Place> seen) {
      other = seen;
      listeners.forEach(each -> each.changed(view()));
    }

    @Override
    public ClusterView view() {
      return new ClusterView(node, other.stream().map(each -> each.node).toList(), false);
    }

    @Override
    public void send(NodeId to, ClusterMessage message) {
      other
          .filter(each -> each.node.id().equals(to))
          .ifPresent(each -> each.listeners.forEach(hears -> hears.received(node, message)));
    }

    @Override
    public void broadcast(ClusterMessage message) {
      other.ifPresent(each -> send(each.node.id(), message));
    }

    @Override
    public void add(ClusterListener listener) {
      listeners.add(listener);
      listener.changed(view());
    }

    @Override
    public void leave() {}

    boolean keepsOut(FeedId who) {
      return room.standings().of(who) == Standing.BLOCKED;
    }
  }

  @AfterEach
  void close() {
    here.database.close();
    there.database.close();
  }

  private void meet() {
    there.see(Optional.of(here));
    here.see(Optional.of(there));
  }

  @Test
  void hold_isTheOthersAtOnce_andItsEndToo() throws Exception {
    meet();

    here.room.blocks().begin(Actor.operator(), bob, "", Optional.empty()).keep();
    assertThat(there.keepsOut(bob)).isTrue();
    here.room.blocks().unblock(Actor.operator(), bob);

    assertThat(there.keepsOut(bob)).isFalse();
  }

  @Test
  void hold_thatWasThereBefore_isToldToWhoComesInSight() throws Exception {
    var _ = here.room.blocks().begin(Actor.operator(), bob, "", Optional.of(LATER));
    assertThat(there.keepsOut(bob)).isFalse();

    meet();

    assertThat(there.keepsOut(bob)).isTrue();
  }

  @Test
  void hold_outlivesTheSightOfItsNode() throws Exception {
    meet();
    var _ = here.room.blocks().begin(Actor.operator(), bob, "", Optional.empty());

    there.see(Optional.empty());

    assertThat(there.keepsOut(bob)).isTrue();
  }

  /** As when the nodes of a room are started again, one after the other. */
  @Test
  void hold_ofANodeThatIsGone_isToldToTheNextNode() throws Exception {
    meet();
    var _ = here.room.blocks().begin(Actor.operator(), bob, "", Optional.empty());
    there.see(Optional.empty());
    Place again = new Place();

    again.see(Optional.of(there));
    there.see(Optional.of(again));

    assertThat(again.keepsOut(bob)).isTrue();
    there.room.blocks().unblock(Actor.operator(), bob);
    assertThat(again.keepsOut(bob)).isFalse();
    again.database.close();
  }

  @Test
  void news_areReadAsTheyWereWritten_withMoreBehindThem_butNotCutOrOfAnotherForm() {
    for (HoldNews news :
        List.of(
            new HoldNews.Held(bob, Optional.of(LATER)),
            new HoldNews.Held(bob, Optional.empty()),
            new HoldNews.HeldElsewhere(NodeId.random(), bob, Optional.of(LATER)),
            new HoldNews.HeldElsewhere(NodeId.random(), bob, Optional.empty()),
            new HoldNews.Lifted(bob),
            new HoldNews.Unblocked(bob, 7))) {
      byte[] body = news.encode().body();
      assertThat(HoldNews.decode(body)).contains(news);
      assertThat(HoldNews.decode(Arrays.copyOf(body, body.length + 9))).contains(news);
      for (int length = 0; length < body.length; length++) {
        assertThat(HoldNews.decode(Arrays.copyOf(body, length))).isEmpty();
      }
      byte[] unknown = body.clone();
      unknown[32] = 4;
      assertThat(HoldNews.decode(unknown)).isEmpty();
    }
  }
}
