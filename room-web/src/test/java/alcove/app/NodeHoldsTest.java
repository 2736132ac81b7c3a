package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.cluster.Cluster;
import alcove.cluster.ClusterListener;
import alcove.cluster.ClusterMessage;
import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import alcove.identity.HostAndPort;
import alcove.room.Room;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSettings;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
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

  private static final Actor OPERATOR = Actor.operator();

  private Instant now = Instant.parse("2026-11-30T12:00:00Z");
  private final List<Place> places = new ArrayList<>();
  private final Place here = new Place();
  private final Place there = new Place();
  private final FeedId bob = TestPeers.newKeys().id();

  /** One node, whose registry no other sees. */
  private final class Place implements Cluster {
    private final Node node =
        new Node(NodeId.random(), "node", new HostAndPort("127.0.0.1", 7801), "1.0", Instant.EPOCH);
    private final Database database =
        Database.open(new DatabaseUrl.H2Memory("holds-" + UUID.randomUUID()));
    private final Room room =
        Room.open(
            database,
            ROOM,
            TestPeers.CRYPTO,
            () -> now,
            Set.of(),
            RoomSettings.ofANewRoom(PrivacyMode.OPEN, "Room"));
    private final List<ClusterListener> listeners = new ArrayList<>();
    private List<Place> others = List.of();

    /** Whether what others say does not reach it. */
    private boolean isDeaf;

    Place() {
      NodeHolds.share(this, room.holds());
      places.add(this);
    }

    void see(Place... seen) {
      others = List.of(seen);
      listeners.forEach(each -> each.changed(view()));
    }

    @Override
    public ClusterView view() {
      return new ClusterView(node, others.stream().map(each -> each.node).toList(), false);
    }

    @Override
    public void send(NodeId to, ClusterMessage message) {
      others.stream()
          .filter(each -> each.node.id().equals(to) && !each.isDeaf)
          .forEach(each -> each.listeners.forEach(hears -> hears.received(node, message)));
    }

    @Override
    public void broadcast(ClusterMessage message) {
      others.forEach(each -> send(each.node.id(), message));
    }

    void hold(Optional<Instant> until) throws RefusedException {
      var _ = room.blocks().begin(OPERATOR, bob, "", until);
    }

    void letIn() throws RefusedException {
      room.blocks().unblock(OPERATOR, bob);
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
    places.forEach(each -> each.database.close());
  }

  private void meet() {
    meet(here, there);
  }

  /** These see each other, and nobody else. */
  private static void meet(Place... all) {
    for (Place each : all) {
      each.others = List.of(all).stream().filter(other -> other != each).toList();
    }
    for (Place each : all) {
      each.see(each.others.toArray(Place[]::new));
    }
  }

  /** One sees nobody any more, and these see each other. */
  private static void part(Place one, Place... others) {
    one.see();
    meet(others);
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  @Test
  void hold_isTheOthersAtOnce_andItsEndToo() throws Exception {
    meet();

    here.room.blocks().block(OPERATOR, bob, "", Optional.empty());
    assertThat(there.keepsOut(bob)).isTrue();
    here.letIn();

    assertThat(there.keepsOut(bob)).isFalse();
  }

  @Test
  void hold_thatWasThereBefore_isToldToWhoComesInSight() throws Exception {
    here.hold(Optional.of(LATER));
    assertThat(there.keepsOut(bob)).isFalse();

    meet();

    assertThat(there.keepsOut(bob)).isTrue();
  }

  @Test
  void hold_outlivesTheSightOfItsNode() throws Exception {
    meet();
    here.hold(Optional.empty());

    there.see();

    assertThat(there.keepsOut(bob)).isTrue();
  }

  /** As when the nodes of a room are started again, one after the other. */
  @Test
  void hold_ofANodeThatIsGone_isToldToTheNextNode() throws Exception {
    meet();
    here.hold(Optional.empty());
    there.see();
    Place again = new Place();

    meet(there, again);

    assertThat(again.keepsOut(bob)).isTrue();
    there.letIn();
    assertThat(again.keepsOut(bob)).isFalse();
  }

  /** Some may not have heard its last words. */
  @Test
  void hold_ofANodeThatGoes_isToldToThoseWhoAreThere() throws Exception {
    Place third = new Place();
    meet(here, there, third);
    third.isDeaf = true;
    here.hold(Optional.empty());
    third.isDeaf = false;
    assertThat(third.keepsOut(bob)).isFalse();

    there.see(third);
    third.see(there);

    assertThat(third.keepsOut(bob)).isTrue();
  }

  /** Nobody would know why, since the block list does not show it. */
  @Test
  void key_thatWasLetInWhileNodesWereParted_isOutNowhereWhenTheyMeet() throws Exception {
    Place third = new Place();
    meet(here, there, third);
    here.hold(Optional.empty());
    pass(Duration.ofMinutes(1));
    there.see();
    third.see();
    there.letIn();
    pass(Duration.ofMinutes(1));

    meet(there, third);

    assertThat(there.keepsOut(bob)).isFalse();
    assertThat(third.keepsOut(bob)).isFalse();
  }

  @Test
  void key_thatWasLetInWhileItsHolderWasAway_isLetInThereToo() throws Exception {
    Place third = new Place();
    meet(here, there, third);
    here.hold(Optional.empty());
    pass(Duration.ofMinutes(1));
    part(here, there, third);
    there.letIn();
    pass(Duration.ofMinutes(1));

    meet(here, there, third);

    for (Place each : places) {
      assertThat(each.keepsOut(bob)).isFalse();
    }
  }

  @Test
  void key_thatIsHeldAnew_isOutForAll_whateverWasBefore() throws Exception {
    Place third = new Place();
    meet(here, there, third);
    here.hold(Optional.empty());
    pass(Duration.ofMinutes(1));
    part(third, here, there);
    there.letIn();
    pass(Duration.ofMinutes(1));
    third.letIn();
    third.hold(Optional.empty());
    pass(Duration.ofMinutes(1));

    meet(here, there, third);

    for (Place each : places) {
      assertThat(each.keepsOut(bob)).isTrue();
    }
  }

  /** As where a node heard it from the holder alone, which is gone since. */
  @Test
  void hold_thatBeganAfterAKeyWasLetIn_isPassedOnAllTheSame() throws Exception {
    Place third = new Place();
    meet(here, there, third);
    there.room.blocks().block(OPERATOR, bob, "", Optional.empty());
    there.letIn();
    part(there, here, third);
    pass(Duration.ofMinutes(1));
    here.hold(Optional.empty());
    third.see();

    meet(there, third);

    assertThat(there.keepsOut(bob)).isTrue();
    assertThat(third.keepsOut(bob)).isTrue();
  }

  @Test
  void key_thatWasLetIn_andIsBlockedSince_isNotLetInByThoseWhoHeardLess() throws Exception {
    Place third = new Place();
    meet(here, there, third);
    here.hold(Optional.empty());
    part(third, here, there);
    pass(Duration.ofMinutes(1));
    there.letIn();
    pass(Duration.ofMinutes(1));
    there.room.blocks().block(OPERATOR, bob, "", Optional.empty());

    meet(there, third);

    assertThat(third.keepsOut(bob)).isTrue();
  }

  @Test
  void hold_thatItsNodeHasLifted_isLiftedByThoseWhoMissedTheWord() throws Exception {
    meet();
    FeedId mallory = TestPeers.newKeys().id();
    here.room.members().add(OPERATOR, mallory, Role.MODERATOR);
    var begun = here.room.blocks().begin(Actor.of(mallory), bob, "", Optional.empty());
    there.isDeaf = true;
    here.room.members().remove(OPERATOR, mallory);
    assertThatThrownBy(begun::keep).isInstanceOf(RefusedException.class);
    there.isDeaf = false;
    assertThat(there.keepsOut(bob)).isTrue();
    there.see();
    here.see();

    meet();

    assertThat(there.keepsOut(bob)).isFalse();
  }

  @Test
  void hold_thatItsNodeHasLifted_isNotBroughtBackByThoseWhoMissedTheWord() throws Exception {
    Place third = new Place();
    meet(here, there, third);
    FeedId mallory = TestPeers.newKeys().id();
    here.room.members().add(OPERATOR, mallory, Role.MODERATOR);
    var begun = here.room.blocks().begin(Actor.of(mallory), bob, "", Optional.empty());
    pass(Duration.ofMinutes(1));
    there.isDeaf = true;
    here.room.members().remove(OPERATOR, mallory);
    assertThatThrownBy(begun::keep).isInstanceOf(RefusedException.class);
    there.isDeaf = false;

    there.see(third);

    assertThat(third.keepsOut(bob)).isFalse();
  }

  @Test
  void news_areReadAsTheyWereWritten_withMoreBehindThem_butNotCutOrOfAnotherForm() {
    Duration age = Duration.ofMillis(4_321);
    List<HoldNews> all =
        List.of(
            new HoldNews.Held(bob, Optional.of(LATER), age),
            new HoldNews.Held(bob, Optional.empty(), Duration.ZERO),
            new HoldNews.HeldElsewhere(NodeId.random(), bob, Optional.of(LATER), age),
            new HoldNews.HeldElsewhere(NodeId.random(), bob, Optional.empty(), age),
            new HoldNews.Lifted(bob),
            new HoldNews.Unblocked(bob, 7),
            new HoldNews.LetIn(bob, age));
    assertThat(HoldNews.decode(HoldNews.encode(all).getFirst().body())).isEqualTo(all);
    for (HoldNews news : all) {
      byte[] body = news.encode().body();
      assertThat(HoldNews.decode(body)).containsExactly(news);
      byte[] more = Arrays.copyOf(body, body.length + 40);
      more[body.length] = 9;
      assertThat(HoldNews.decode(more)).containsExactly(news);
      for (int length = 0; length < body.length; length++) {
        assertThat(HoldNews.decode(Arrays.copyOf(body, length))).isEmpty();
      }
      byte[] unknown = body.clone();
      unknown[0] = 5;
      assertThat(HoldNews.decode(unknown)).isEmpty();
    }
  }

  @Test
  void news_thatAreTooManyForOneMessage_areSeveral() {
    List<HoldNews> all = Collections.nCopies(HoldNews.MOST + 1, new HoldNews.Unblocked(bob, 7));

    assertThat(HoldNews.encode(all)).hasSize(2);
    assertThat(
            HoldNews.encode(all).stream()
                .flatMap(each -> HoldNews.decode(each.body()).stream())
                .toList())
        .isEqualTo(all);
  }
}
