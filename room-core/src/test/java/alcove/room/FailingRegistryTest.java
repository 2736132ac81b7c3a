package alcove.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.identity.FeedId;
import alcove.room.apps.AppCard;
import alcove.room.apps.Platform;
import alcove.room.audit.AuditEntry;
import alcove.room.members.Blocks;
import alcove.room.model.InviteTerms;
import alcove.room.model.NewInvite;
import alcove.room.model.NoticeKind;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.model.RoomSettings;
import alcove.room.model.StorageException;
import alcove.room.model.UnkeptBlockException;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.room.registry.Registry;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Memory and registry agree again after every failure, and a block holds whatever happens. */
@ParameterizedClass
@MethodSource("alcove.store.TestDatabases#all")
class FailingRegistryTest {
  private static final Actor OPERATOR = Actor.operator();
  private static final Instant NOW = Instant.parse("2026-05-04T03:02:01.234Z");
  private static final List<Consumer<FailingRegistry>> FAILURES =
      List.of(
          FailingRegistry::failBeforeTheNextBegins,
          FailingRegistry::failBeforeTheNextCommit,
          FailingRegistry::failAfterTheNextCommit);

  private volatile Instant now = NOW;
  private final Database database;
  private final FailingRegistry registry;
  private final Room room;
  private final List<String> told = new ArrayList<>();
  private final FeedId alice = RoomFixture.keys(2).id();
  private final FeedId bob = RoomFixture.keys(3).id();

  FailingRegistryTest(Supplier<DatabaseUrl> databases) {
    database = Database.open(databases.get());
    registry = new FailingRegistry(database);
    room = open(registry);
    room.onChange(_ -> told.add("told"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Room open(Registry registry) {
    return Room.open(
        registry,
        RoomFixture.keys(1).id(),
        RoomFixture.CRYPTO,
        () -> now,
        Set.of(),
        RoomSettings.ofANewRoom(PrivacyMode.COMMUNITY, "Room"));
  }

  /** What memory says, and what a room says that reads the registry now. */
  private void assertAgree(FeedId id) {
    assertThat(room.standings().of(id)).isEqualTo(open(database).standings().of(id));
  }

  private void assertFails(ThrowingCallable change) {
    told.clear();
    assertThatThrownBy(change).isInstanceOf(StorageException.class);
    assertThat(told).hasSize(1);
  }

  /** Listeners hear of it when it holds, and when it is known that it could not be kept. */
  private void assertHoldsAlthoughItFails(FeedId id) {
    told.clear();
    assertThatThrownBy(() -> room.blocks().block(OPERATOR, id, "", Optional.empty()))
        .isInstanceOf(UnkeptBlockException.class)
        .hasMessageContaining(
            "fire; the key is out, and the block is written when the database works")
        .hasMessageContaining("block the key again");
    assertThat(told).hasSize(2);
    assertThat(room.standings().of(id)).isEqualTo(Standing.BLOCKED);
  }

  @Test
  void block_thatFails_keepsTheKeyOut() throws Exception {
    for (Consumer<FailingRegistry> failure : FAILURES) {
      room.members().add(OPERATOR, bob, Role.MODERATOR);
      failure.accept(registry);

      assertHoldsAlthoughItFails(bob);

      room.blocks().unblock(OPERATOR, bob);
      assertAgree(bob);
    }
  }

  @Test
  void block_whileTheRegistryIsGone_keepsTheKeyOut() throws Exception {
    room.members().add(OPERATOR, bob, Role.MEMBER);
    registry.vanish();

    assertHoldsAlthoughItFails(bob);

    registry.returns();
    assertThat(room.members().list()).isNotEmpty();
    assertThat(room.standings().of(bob)).isEqualTo(Standing.BLOCKED);
  }

  @Test
  void block_refused_keepsNobodyOut() throws Exception {
    room.members().add(OPERATOR, alice, Role.ADMIN);
    room.members().add(OPERATOR, bob, Role.MODERATOR);

    for (Actor actor : List.of(OPERATOR, Actor.of(bob))) {
      assertThatThrownBy(() -> room.blocks().block(actor, alice, "", Optional.empty()))
          .isInstanceOf(RefusedException.class);
      assertThat(room.standings().of(alice)).isEqualTo(Standing.ADMIN);
    }
  }

  @Test
  void blockForGood_thatFails_isNotShortenedToTheEarlierOne() throws Exception {
    Optional<Instant> soon = Optional.of(NOW.plus(Duration.ofHours(1)));
    room.blocks().block(OPERATOR, bob, "", soon);
    registry.failBeforeTheNextCommit();

    assertHoldsAlthoughItFails(bob);

    now = NOW.plus(Duration.ofDays(9));
    assertThat(room.standings().of(bob)).isEqualTo(Standing.BLOCKED);
  }

  @Test
  void unblock_inDoubt_canBeRepeated() throws Exception {
    for (Consumer<FailingRegistry> failure : FAILURES) {
      room.blocks().block(OPERATOR, bob, "", Optional.empty());
      failure.accept(registry);

      assertFails(() -> room.blocks().unblock(OPERATOR, bob));
      assertThat(room.standings().of(bob)).isEqualTo(Standing.BLOCKED);
      room.blocks().unblock(OPERATOR, bob);

      assertThat(room.standings().of(bob)).isEqualTo(Standing.EXTERNAL);
      assertAgree(bob);
    }
  }

  @Test
  void appsAndNotices_inDoubt_areThoseOfTheRegistry() throws Exception {
    AppCard card =
        new AppCard(
            "Heron",
            Set.of(Platform.LINUX),
            "https://heron.example/",
            Optional.empty(),
            Optional.empty());
    for (Consumer<FailingRegistry> failure : FAILURES) {
      failure.accept(registry);
      assertFails(() -> room.apps().add(OPERATOR, card));
      failure.accept(registry);
      assertFails(() -> room.notices().save(OPERATOR, NoticeKind.NEWS, "en", "", "Fog"));

      assertThat(room.apps().list()).isEqualTo(open(database).apps().list());
      assertThat(room.notices().list()).isEqualTo(open(database).notices().list());
      assertThat(room.notices().kinds()).isEqualTo(open(database).notices().kinds());
    }
    assertThat(room.apps().list()).extracting(app -> app.card().name()).contains("Heron");
    assertThat(room.notices().kinds()).containsExactly(NoticeKind.NEWS);
  }

  @Test
  void claim_inDoubt_isNotForgotten() throws Exception {
    for (Consumer<FailingRegistry> failure : FAILURES) {
      NewInvite invite = room.invites().create(OPERATOR, InviteTerms.SINGLE);
      failure.accept(registry);

      assertFails(() -> room.invites().claim(invite.token().text(), bob));

      assertAgree(bob);
      assertThat(room.members().find(bob).isPresent())
          .isEqualTo(room.standings().of(bob).isMember());
      if (room.standings().of(bob).isMember()) {
        room.members().remove(OPERATOR, bob);
      }
    }
  }

  @Test
  void claim_inDoubtWhileTheRegistryIsGone_isKnownWhenItIsBack() throws Exception {
    NewInvite invite = room.invites().create(OPERATOR, InviteTerms.SINGLE);
    registry.failAfterTheNextCommit();
    registry.vanish();
    assertFails(() -> room.invites().claim(invite.token().text(), bob));
    assertThatThrownBy(() -> room.members().list()).isInstanceOf(StorageException.class);
    registry.returns();
    told.clear();

    assertThat(room.members().find(bob)).isPresent();

    assertThat(room.standings().of(bob)).isEqualTo(Standing.MEMBER);
    assertThat(told).hasSize(1);
  }

  @Test
  void removal_inDoubtWhileTheRegistryIsGone_endsTheRoleBeforeTheNextChange() throws Exception {
    room.members().add(OPERATOR, alice, Role.ADMIN);
    room.members().add(OPERATOR, bob, Role.MODERATOR);
    registry.failAfterTheNextCommit();
    registry.vanish();
    assertFails(() -> room.members().remove(Actor.of(alice), bob));
    registry.returns();
    FeedId carol = RoomFixture.keys(4).id();

    assertThatThrownBy(() -> room.blocks().block(Actor.of(bob), carol, "", Optional.empty()))
        .isInstanceOf(RefusedException.class);
    assertAgree(bob);
    assertThat(room.standings().of(carol)).isEqualTo(Standing.EXTERNAL);
    AuditEntry lifted = room.audit().newest(OPERATOR, 1, null).getFirst();
    assertThat(lifted.action()).isEqualTo("block-lifted");
    assertThat(lifted.by()).isEqualTo(Actor.of(bob));
    assertThat(lifted.subject()).isEqualTo(carol.toString());
  }

  @Test
  void block_whileTheRegistryHangs_holdsBeforeAnythingWaits() throws Exception {
    room.members().add(OPERATOR, bob, Role.MEMBER);
    registry.hang();
    Thread change =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    room.members().add(OPERATOR, alice, Role.MEMBER);
                  } catch (RefusedException impossible) {
                    throw new AssertionError(impossible);
                  }
                });
    registry.awaitHanging();
    told.clear();

    Blocks.Begun begun = room.blocks().begin(OPERATOR, bob, "", Optional.empty());

    assertThat(room.standings().of(bob)).isEqualTo(Standing.BLOCKED);
    assertThat(told).hasSize(1);
    assertThat(room.settings()).isNotNull();
    registry.answers();
    begun.keep();
    change.join();
    assertAgree(alice);
    assertAgree(bob);
    assertThat(room.members().find(bob)).isEmpty();
  }

  @Test
  void lastAdmin_whoseFellowsAreOutWithoutBeingBlocked_stays() throws Exception {
    room.members().add(OPERATOR, alice, Role.ADMIN);
    room.members().add(OPERATOR, bob, Role.ADMIN);
    registry.failBeforeTheNextCommit();
    assertHoldsAlthoughItFails(bob);

    assertThatThrownBy(() -> room.blocks().begin(OPERATOR, alice, "", Optional.empty()))
        .isInstanceOf(RefusedException.class);
    assertThatThrownBy(() -> room.members().changeRole(OPERATOR, alice, Role.MEMBER))
        .isInstanceOf(RefusedException.class);

    assertThat(room.standings().of(alice)).isEqualTo(Standing.ADMIN);
  }

  @Test
  void adminWhoseBlockIsUnkept_isNoLessAboveModerators() throws Exception {
    FeedId carol = RoomFixture.keys(4).id();
    room.members().add(OPERATOR, alice, Role.ADMIN);
    room.members().add(OPERATOR, bob, Role.ADMIN);
    room.members().add(OPERATOR, carol, Role.MODERATOR);
    registry.failBeforeTheNextCommit();
    assertHoldsAlthoughItFails(bob);

    assertThatThrownBy(() -> room.members().remove(Actor.of(carol), bob))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void memberChanges_inDoubt_areReadAnew() throws Exception {
    for (Consumer<FailingRegistry> failure : FAILURES) {
      room.members().add(OPERATOR, bob, Role.MEMBER);
      failure.accept(registry);
      assertFails(() -> room.members().changeRole(OPERATOR, bob, Role.MODERATOR));
      assertAgree(bob);
      failure.accept(registry);
      assertFails(() -> room.members().remove(OPERATOR, bob));
      assertAgree(bob);
      room.members().add(OPERATOR, bob, Role.MEMBER);
      room.members().remove(OPERATOR, bob);
    }
  }

  @Test
  void setting_inDoubt_isReadAnew() {
    for (Consumer<FailingRegistry> failure : FAILURES) {
      for (PrivacyMode mode : PrivacyMode.values()) {
        failure.accept(registry);
        try {
          room.change(OPERATOR, RoomSetting.PRIVACY_MODE, mode.word());
        } catch (RefusedException | StorageException failed) {
          assertThat(failed).isInstanceOf(StorageException.class);
        }
        assertThat(room.settings()).isEqualTo(open(database).settings());
      }
    }
  }

  @Test
  void faultOfOurs_inAListener_neitherFailsTheChangeNorSilencesTheOthers() throws Exception {
    Room other = open(database);
    List<String> heard = new ArrayList<>();
    other.onChange(
        _ -> {
          throw new IllegalStateException("a fault of ours");
        });
    other.onChange(_ -> heard.add("heard"));

    other.members().add(OPERATOR, bob, Role.MEMBER);

    assertThat(heard).hasSize(1);
    assertThat(other.standings().of(bob)).isEqualTo(Standing.MEMBER);
  }
}
