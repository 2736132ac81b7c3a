package alcove.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import alcove.room.model.BlockedId;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.model.StorageException;
import alcove.room.model.UnkeptBlockException;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.room.registry.HoldRelay;
import alcove.room.registry.SharedHolds;
import alcove.store.TestDatabases;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Three nodes of a room that tell each other of keys that they hold, and no more than that. */
class HoldsOfNodesTest {
  private static final Actor OPERATOR = Actor.operator();

  private final RoomFixture fixture = new RoomFixture(TestDatabases.h2(), PrivacyMode.COMMUNITY);
  private final FailingRegistry registryOfA = new FailingRegistry(fixture.database());
  private final Room a = fixture.open(registryOfA);
  private final Room b = fixture.open();
  private final Room c = fixture.room;
  private final FeedId bob = fixture.bob.id();

  HoldsOfNodesTest() {
    List<Room> nodes = List.of(a, b, c);
    nodes.forEach(
        node ->
            node.holds()
                .relayTo(
                    new ToOthers(
                        NodeId.random(), nodes.stream().filter(each -> each != node).toList())));
  }

  private record ToOthers(NodeId node, List<Room> others) implements HoldRelay {
    @Override
    public void held(FeedId id, Optional<Instant> until, Duration age) {
      others.forEach(each -> each.holds().hold(node, id, until, age));
    }

    @Override
    public void heldElsewhere(NodeId other, FeedId id, Optional<Instant> until, Duration age) {
      others.forEach(each -> each.holds().holdAsHeard(other, id, until, age));
    }

    @Override
    public void lifted(FeedId id) {
      others.forEach(each -> each.holds().lift(node, id));
    }

    @Override
    public void unblocked(FeedId id, long generation) {
      others.forEach(each -> each.holds().unblock(id, generation));
    }

    @Override
    public void letIn(FeedId id, Duration age) {
      others.forEach(each -> each.holds().letIn(id, age));
    }
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private Instant inAnHour() {
    return fixture.instant().plus(Duration.ofHours(1));
  }

  /** Has a node look at the registry, as followers do. */
  private void follow(Room node) throws RefusedException {
    node.change(OPERATOR, RoomSetting.NAME, "Room " + fixture.kept());
  }

  private void assertStands(Room node, Standing standing) {
    assertThat(node.standings().of(bob)).isEqualTo(standing);
  }

  private void failToBlock() {
    registryOfA.failBeforeTheNextCommit();
    assertThatThrownBy(() -> a.blocks().block(OPERATOR, bob, "", Optional.empty()))
        .isInstanceOf(UnkeptBlockException.class);
  }

  @Test
  void hold_thatCouldNotBeKept_endsWhenAnotherNodeLetsTheKeyIn() throws Exception {
    failToBlock();
    c.blocks().block(OPERATOR, bob, "", Optional.empty());

    c.blocks().unblock(OPERATOR, bob);

    for (Room node : List.of(a, b, c)) {
      follow(node);
      assertStands(node, Standing.EXTERNAL);
    }
  }

  /** Nobody may have blocked it in the registry. */
  @Test
  void hold_thatCouldNotBeKept_endsWhereverItIsEnded() throws Exception {
    failToBlock();
    assertStands(c, Standing.BLOCKED);

    c.blocks().unblock(OPERATOR, bob);

    for (Room node : List.of(a, b, c)) {
      follow(node);
      assertStands(node, Standing.EXTERNAL);
    }
  }

  @Test
  void hold_thatTheRegistryHasAsABlock_isNoMoreThanThat() throws Exception {
    failToBlock();
    c.holds().relayTo(HoldRelay.NONE);
    c.blocks().block(OPERATOR, bob, "", Optional.empty());
    follow(a);
    assertStands(a, Standing.BLOCKED);

    c.blocks().unblock(OPERATOR, bob);
    follow(a);

    assertStands(a, Standing.EXTERNAL);
  }

  @Test
  void hold_isNotEnded_byAWordOfBeforeItBegan() throws Exception {
    c.blocks().block(OPERATOR, bob, "", Optional.empty());
    c.blocks().unblock(OPERATOR, bob);
    long unblocked = fixture.kept();
    follow(a);
    failToBlock();

    a.holds().unblock(bob, unblocked);

    assertStands(a, Standing.BLOCKED);
  }

  @Test
  void hold_ofOneNode_isNotEndedByThatOfAnother() throws Exception {
    FeedId mallory = fixture.join(fixture.dave, Role.MODERATOR);
    follow(a);
    a.blocks().begin(OPERATOR, bob, "", Optional.empty());
    var refused = c.blocks().begin(Actor.of(mallory), bob, "", Optional.empty());
    c.members().remove(OPERATOR, mallory);

    assertThatThrownBy(refused::keep).isInstanceOf(RefusedException.class);

    assertStands(b, Standing.BLOCKED);
    assertStands(c, Standing.BLOCKED);
  }

  @Test
  void hold_withoutEnd_isNotEndedByAShorterOne() throws Exception {
    a.blocks().begin(OPERATOR, bob, "", Optional.empty());
    a.blocks().begin(OPERATOR, bob, "", Optional.of(inAnHour()));
    c.blocks().begin(OPERATOR, bob, "", Optional.of(inAnHour())).keep();
    follow(b);

    fixture.pass(Duration.ofHours(2));

    assertStands(b, Standing.BLOCKED);
    assertStands(c, Standing.BLOCKED);
  }

  /** Else it would last at the others alone. */
  @Test
  void hold_thatAShorterBlockOfItsNodeEnded_endsAtTheOthersWithThat() throws Exception {
    a.blocks().begin(OPERATOR, bob, "", Optional.empty());
    a.blocks().block(OPERATOR, bob, "", Optional.of(inAnHour()));
    follow(b);
    assertStands(b, Standing.BLOCKED);

    fixture.pass(Duration.ofHours(2));

    assertStands(a, Standing.EXTERNAL);
    assertStands(b, Standing.EXTERNAL);
  }

  @Test
  void holds_ofOtherNodes_thatAreOver_makeRoomForNewOnes() {
    NodeId mad = NodeId.random();
    for (int i = 0; i < SharedHolds.MOST_ELSEWHERE; i++) {
      byte[] key = ByteBuffer.allocate(32).putInt(i).array();
      a.holds().hold(mad, FeedId.of(key), Optional.of(inAnHour()), Duration.ZERO);
    }
    a.holds().hold(mad, bob, Optional.empty(), Duration.ZERO);
    assertStands(a, Standing.EXTERNAL);

    fixture.pass(Duration.ofHours(2));
    a.holds().hold(mad, bob, Optional.empty(), Duration.ZERO);

    assertStands(a, Standing.BLOCKED);
  }

  @Test
  void holds_thatThereAre_areToldToWhoeverComesLater() throws Exception {
    Room late = fixture.open();
    a.blocks().begin(OPERATOR, bob, "", Optional.of(inAnHour()));

    a.holds().tellAll(new ToOthers(NodeId.random(), List.of(late)));

    assertStands(late, Standing.BLOCKED);
  }

  /** Nobody else knows it any more, once that node was started again. */
  @Test
  void holds_ofANodeThatIsGone_areToldToWhoeverComesLater() {
    failToBlock();
    Room again = fixture.open();

    b.holds().tellAll(new ToOthers(NodeId.random(), List.of(again)));

    assertStands(again, Standing.BLOCKED);
  }

  @Test
  void block_thatCouldNotBeKept_isKeptWhenTheRegistryIsBack_andOutlivesAllNodes() throws Exception {
    registryOfA.vanish();
    assertThatThrownBy(() -> a.blocks().block(OPERATOR, bob, "spam", Optional.empty()))
        .isInstanceOf(UnkeptBlockException.class);
    assertThatThrownBy(a.blocks()::keepPending).isInstanceOf(StorageException.class);
    assertThat(a.blocks().arePending()).isTrue();
    registryOfA.returns();

    a.blocks().keepPending();

    assertThat(a.blocks().arePending()).isFalse();
    assertStands(fixture.open(), Standing.BLOCKED);
    assertThat(a.blocks().list()).extracting(BlockedId::reason).containsExactly("spam");
    c.blocks().unblock(OPERATOR, bob);
    for (Room node : List.of(a, b, c)) {
      follow(node);
      assertStands(node, Standing.EXTERNAL);
    }
  }

  @Test
  void block_thatCouldNotBeKept_isJudgedAnew() throws Exception {
    FeedId mallory = fixture.join(fixture.dave, Role.MODERATOR);
    follow(a);
    registryOfA.failBeforeTheNextCommit();
    assertThatThrownBy(() -> a.blocks().block(Actor.of(mallory), bob, "", Optional.empty()))
        .isInstanceOf(UnkeptBlockException.class);
    c.members().remove(OPERATOR, mallory);

    a.blocks().keepPending();

    assertThat(a.blocks().arePending()).isFalse();
    for (Room node : List.of(a, b, c)) {
      assertStands(node, Standing.EXTERNAL);
    }
  }

  @Test
  void block_thatCouldNotBeKept_isNotKeptAnyMore_onceSomebodyLetTheKeyIn_orItIsOver()
      throws Exception {
    failToBlock();
    c.blocks().unblock(OPERATOR, bob);
    a.blocks().keepPending();
    assertStands(fixture.open(), Standing.EXTERNAL);

    registryOfA.failBeforeTheNextCommit();
    assertThatThrownBy(() -> a.blocks().block(OPERATOR, bob, "", Optional.of(inAnHour())))
        .isInstanceOf(UnkeptBlockException.class);
    fixture.pass(Duration.ofHours(2));
    a.blocks().keepPending();

    assertThat(a.blocks().arePending()).isFalse();
    assertThat(a.blocks().list()).isEmpty();
    assertStands(fixture.open(), Standing.EXTERNAL);
  }
}
