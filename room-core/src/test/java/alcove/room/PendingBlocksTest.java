package alcove.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.identity.FeedId;
import alcove.room.model.BlockedId;
import alcove.room.model.RefusedException;
import alcove.room.model.StorageException;
import alcove.room.model.UnkeptBlockException;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.room.registry.Registry;
import alcove.room.registry.Tables;
import alcove.store.TestDatabases;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Blocks that wait for the registry, more than one of them. */
class PendingBlocksTest {
  private static final Actor OPERATOR = Actor.operator();

  private final RoomFixture fixture = new RoomFixture(TestDatabases.h2(), PrivacyMode.COMMUNITY);
  private final FailingRegistry registry = new FailingRegistry(fixture.database());
  private final Room room = fixture.open(registry);
  private final FeedId bob = fixture.bob.id();
  private final FeedId carol = fixture.carol.id();

  @AfterEach
  void close() {
    fixture.close();
  }

  private Optional<Instant> inAnHour() {
    return Optional.of(fixture.instant().plus(Duration.ofHours(1)));
  }

  private void failToBlock(Room by, Actor actor, FeedId id, Optional<Instant> until) {
    assertThatThrownBy(() -> by.blocks().block(actor, id, "", until))
        .isInstanceOf(UnkeptBlockException.class);
  }

  private Standing standsAfterARestart(FeedId id) {
    return fixture.open().standings().of(id);
  }

  @Test
  void laterBlock_thatLastsLonger_isNotLostWithTheFirst() {
    registry.vanish();
    failToBlock(room, OPERATOR, bob, inAnHour());
    failToBlock(room, OPERATOR, bob, Optional.empty());
    registry.returns();

    room.blocks().keepPending();

    assertThat(room.blocks().arePending()).isFalse();
    fixture.pass(Duration.ofHours(2));
    assertThat(room.standings().of(bob)).isEqualTo(Standing.BLOCKED);
    assertThat(standsAfterARestart(bob)).isEqualTo(Standing.BLOCKED);
  }

  @Test
  void laterBlock_thatIsShorter_isTheLastWord() {
    registry.vanish();
    failToBlock(room, OPERATOR, bob, Optional.empty());
    failToBlock(room, OPERATOR, bob, inAnHour());
    registry.returns();

    room.blocks().keepPending();

    assertThat(room.blocks().list()).extracting(BlockedId::until).containsExactly(inAnHour());
  }

  @Test
  void laterBlock_thatIsRefused_leavesTheFirst() throws Exception {
    FeedId mallory = fixture.join(fixture.dave, Role.MODERATOR);
    room.members().add(OPERATOR, carol, Role.MEMBER);
    registry.vanish();
    failToBlock(room, OPERATOR, bob, inAnHour());
    failToBlock(room, Actor.of(mallory), bob, Optional.empty());
    fixture.room.members().remove(OPERATOR, mallory);
    registry.returns();

    room.blocks().keepPending();

    assertThat(room.blocks().list()).extracting(BlockedId::until).containsExactly(inAnHour());
    fixture.pass(Duration.ofHours(2));
    assertThat(room.standings().of(bob)).isEqualTo(Standing.EXTERNAL);
  }

  @Test
  void blockMadeWhileOneIsPending_isNotUndoneByThat() throws Exception {
    registry.failBeforeTheNextCommit();
    failToBlock(room, OPERATOR, bob, Optional.empty());
    room.blocks().block(OPERATOR, bob, "", inAnHour());

    room.blocks().keepPending();

    assertThat(room.blocks().list()).extracting(BlockedId::until).containsExactly(inAnHour());
  }

  @Test
  void blockThatCannotBeKept_holdsUpNoOther() throws Exception {
    Room poor = fixture.open(new Poor(() -> new StorageException("no room for bob")));
    failToBlock(poor, OPERATOR, bob, Optional.empty());
    registry.vanish();
    failToBlock(poor, OPERATOR, carol, Optional.empty());
    registry.returns();

    assertThatThrownBy(poor.blocks()::keepPending).isInstanceOf(StorageException.class);
    assertThatThrownBy(poor.blocks()::keepPending).isInstanceOf(StorageException.class);

    assertThat(standsAfterARestart(carol)).isEqualTo(Standing.BLOCKED);
    assertThat(poor.standings().of(bob)).isEqualTo(Standing.BLOCKED);
    assertThat(poor.blocks().arePending()).isTrue();
  }

  @Test
  void blockOfWhichAFaultIsAllThatComes_isGivenUp_andTheKeyStaysOut() throws Exception {
    Room poor = fixture.open(new Poor(() -> new IllegalStateException("a fault of ours")));
    registry.vanish();
    failToBlock(poor, OPERATOR, bob, Optional.empty());
    failToBlock(poor, OPERATOR, carol, Optional.empty());
    registry.returns();

    poor.blocks().keepPending();

    assertThat(poor.blocks().arePending()).isFalse();
    assertThat(poor.standings().of(bob)).isEqualTo(Standing.BLOCKED);
    assertThat(standsAfterARestart(carol)).isEqualTo(Standing.BLOCKED);
  }

  /** A registry that takes no block of one key. */
  private final class Poor implements Registry {
    private final Supplier<RuntimeException> failure;

    Poor(Supplier<RuntimeException> failure) {
      this.failure = failure;
    }

    @Override
    public <T> T read(Reading<T> reading) {
      return registry.read(reading);
    }

    @Override
    public <T> T write(Writing<T> writing) throws RefusedException {
      return registry.write(
          tables -> {
            T result = writing.in(tables);
            if (tables.blocks().all().stream().anyMatch(each -> each.id().equals(bob))) {
              throw failure.get();
            }
            return result;
          });
    }

    @Override
    public void note(Consumer<Tables> writing) {
      registry.note(writing);
    }
  }
}
