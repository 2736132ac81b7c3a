package alcove.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import alcove.room.model.RefusedException;
import alcove.room.model.UnkeptBlockException;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.room.registry.HoldRelay;
import alcove.store.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What nodes of a room tell each other of keys that they hold, and what they do with it. */
class HoldRelayTest {
  private static final Actor OPERATOR = Actor.operator();
  private static final NodeId NODE = NodeId.random();

  private final RoomFixture fixture = new RoomFixture(TestDatabases.h2(), PrivacyMode.COMMUNITY);
  private final Room room = fixture.room;
  private final FeedId bob = fixture.bob.id();
  private final List<String> told = new ArrayList<>();

  HoldRelayTest() {
    room.holds().relayTo(recorder());
  }

  private HoldRelay recorder() {
    return new HoldRelay() {
      @Override
      public void held(FeedId id, Optional<Instant> until, Duration age) {
        told.add("held " + id + until.map(end -> " until " + end).orElse(""));
      }

      @Override
      public void heldElsewhere(NodeId node, FeedId id, Optional<Instant> until, Duration age) {
        told.add("held elsewhere " + id + until.map(end -> " until " + end).orElse(""));
      }

      @Override
      public void lifted(FeedId id) {
        told.add("lifted " + id);
      }

      @Override
      public void unblocked(FeedId id, long generation) {
        told.add("unblocked " + id);
      }

      @Override
      public void letIn(FeedId id, Duration age) {
        told.add("let in " + id);
      }
    };
  }

  @AfterEach
  void close() {
    fixture.close();
  }

  private void assertStands(Standing standing) {
    assertThat(room.standings().of(bob)).isEqualTo(standing);
  }

  @Test
  void block_isToldBeforeItIsKept_andItsEndToo() throws Exception {
    Instant end = fixture.instant().plus(Duration.ofHours(1));

    var begun = room.blocks().begin(OPERATOR, bob, "", Optional.of(end));
    assertThat(told).containsExactly("held " + bob + " until " + end);
    begun.keep();
    assertThat(told).hasSize(1);

    room.blocks().unblock(OPERATOR, bob);
    assertThat(told).last().isEqualTo("unblocked " + bob);
  }

  @Test
  void block_thatTheRegistryRefuses_isLiftedElsewhere() throws Exception {
    FeedId mallory = fixture.join(fixture.dave, Role.MODERATOR);
    var begun = room.blocks().begin(Actor.of(mallory), bob, "", Optional.empty());
    room.members().remove(OPERATOR, mallory);

    assertThatThrownBy(begun::keep).isInstanceOf(RefusedException.class);

    assertThat(told).containsExactly("held " + bob, "lifted " + bob);
  }

  @Test
  void hold_ofAnotherNode_keepsOut_untilThatLiftsIt() {
    int before = fixture.changes();
    room.holds().hold(NODE, bob, Optional.empty(), Duration.ZERO);
    room.holds().hold(NODE, bob, Optional.empty(), Duration.ZERO);
    assertStands(Standing.BLOCKED);
    assertThat(fixture.changes()).isEqualTo(before + 2);

    room.holds().lift(NODE, bob);

    assertStands(Standing.EXTERNAL);
    assertThat(told).as("nobody is told what they said").isEmpty();
  }

  @Test
  void hold_ofAnotherNode_endsByItself() {
    room.holds()
        .hold(NODE, bob, Optional.of(fixture.instant().plus(Duration.ofHours(1))), Duration.ZERO);
    assertStands(Standing.BLOCKED);

    fixture.pass(Duration.ofHours(1));

    assertStands(Standing.EXTERNAL);
  }

  /** What another node says may be about what this one holds by itself. */
  @Test
  void hold_ofOurOwn_isNotLiftedByAnotherNode() throws Exception {
    room.blocks().begin(OPERATOR, bob, "", Optional.empty());

    room.holds().lift(NODE, bob);

    assertStands(Standing.BLOCKED);
  }

  @Test
  void hold_ofAnotherNode_isLiftedByWhoeverLetsTheKeyIn() throws Exception {
    room.holds().hold(NODE, bob, Optional.empty(), Duration.ZERO);

    room.blocks().unblock(OPERATOR, bob);

    assertStands(Standing.EXTERNAL);
    assertThat(told).containsExactly("unblocked " + bob);
  }

  /** Else it would keep the key out for good on this node alone. */
  @Test
  void hold_ofAnotherNode_isOver_whenTheRegistryHasTheBlock() throws Exception {
    FailingRegistry registry = new FailingRegistry(fixture.database());
    Room other = fixture.open(registry);
    other.holds().hold(NODE, bob, Optional.empty(), Duration.ZERO);

    room.blocks().block(OPERATOR, bob, "", Optional.empty());
    other.members().add(OPERATOR, fixture.carol.id(), Role.MEMBER);
    assertThat(other.standings().of(bob)).isEqualTo(Standing.BLOCKED);
    room.blocks().unblock(OPERATOR, bob);
    other.members().remove(OPERATOR, fixture.carol.id());

    assertThat(other.standings().of(bob)).isEqualTo(Standing.EXTERNAL);
  }

  @Test
  void hold_ofAnotherNode_thatLastsLongerThanAnOlderBlock_stays() throws Exception {
    Room other = fixture.open();
    other.holds().hold(NODE, bob, Optional.empty(), Duration.ZERO);

    Instant end = fixture.instant().plus(Duration.ofHours(1));
    room.blocks().block(OPERATOR, bob, "", Optional.of(end));
    other.members().add(OPERATOR, fixture.carol.id(), Role.MEMBER);
    fixture.pass(Duration.ofHours(2));

    assertThat(other.standings().of(bob)).isEqualTo(Standing.BLOCKED);
  }

  @Test
  void block_thatCannotBeKept_isToldAllTheSame() {
    FailingRegistry registry = new FailingRegistry(fixture.database());
    Room other = fixture.open(registry);
    other.holds().relayTo(recorder());
    registry.failBeforeTheNextCommit();

    assertThatThrownBy(() -> other.blocks().block(OPERATOR, bob, "", Optional.empty()))
        .isInstanceOf(UnkeptBlockException.class);

    assertThat(told).containsExactly("held " + bob);
  }

  @Test
  void holds_areUnwritten_asLongAsTheRegistryHasNoBlock() throws Exception {
    FeedId carol = fixture.carol.id();
    var begun = room.blocks().begin(OPERATOR, bob, "", Optional.empty());
    room.holds().hold(NODE, carol, Optional.empty(), Duration.ZERO);
    assertThat(room.holds().unwritten()).containsExactlyInAnyOrder(bob, carol);

    begun.keep();
    Instant end = fixture.instant().plus(Duration.ofHours(1));
    room.blocks().block(OPERATOR, carol, "", Optional.of(end));
    assertThat(room.holds().unwritten()).isEmpty();

    fixture.pass(Duration.ofHours(1));
    assertThat(room.holds().unwritten()).as("that node holds longer").containsExactly(carol);
  }

  @Test
  void whateverIsHeardOfHolds_hasEverybodyJudgedAnew() {
    int before = fixture.changes();
    room.holds().holdAsHeard(NODE, bob, Optional.empty(), Duration.ofMinutes(1));
    assertStands(Standing.BLOCKED);
    assertThat(fixture.changes()).isEqualTo(before + 1);

    room.holds().letIn(bob, Duration.ofSeconds(10));
    assertStands(Standing.EXTERNAL);
    assertThat(fixture.changes()).isEqualTo(before + 2);

    room.holds().hold(NODE, bob, Optional.empty(), Duration.ZERO);
    room.holds().lift(NODE, bob);
    assertThat(fixture.changes()).isEqualTo(before + 4);

    room.holds().unblock(bob, 1);
    assertThat(fixture.changes()).isEqualTo(before + 5);
  }

  @Test
  void holds_ofCertainNodes_areToldWhenOneOfThemIsGone() {
    room.holds().hold(NODE, bob, Optional.empty(), Duration.ZERO);
    room.holds().hold(NodeId.random(), fixture.carol.id(), Optional.empty(), Duration.ZERO);

    room.holds().tellOf(Set.of(NODE), recorder());

    assertThat(told).containsExactly("held elsewhere " + bob);
  }
}
