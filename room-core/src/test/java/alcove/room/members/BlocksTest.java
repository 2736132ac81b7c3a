package alcove.room.members;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.RegistryTest;
import alcove.room.RoomFixture;
import alcove.room.model.BlockedId;
import alcove.room.model.InviteTerms;
import alcove.room.model.NewInvite;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.store.DatabaseUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BlocksTest extends RegistryTest {
  BlocksTest(Supplier<DatabaseUrl> databases) {
    super(databases);
  }

  @BeforeEach
  void join() throws RefusedException {
    fixture.join(fixture.alice, Role.MODERATOR);
    fixture.join(fixture.bob, Role.MEMBER);
  }

  private BlockedId block(FeedId id, Optional<Instant> until) throws RefusedException {
    return room.blocks().block(Actor.of(fixture.alice.id()), id, " spam ", until);
  }

  @Test
  void member_blocked_isNoneAnyMore_alsoAfterARestart() throws Exception {
    FeedId bob = fixture.bob.id();
    NewInvite invite = room.invites().create(Actor.of(bob), InviteTerms.SINGLE);

    BlockedId blocked = block(bob, Optional.empty());

    assertThat(blocked.reason()).isEqualTo("spam");
    assertThat(room.standings().of(bob)).isEqualTo(Standing.BLOCKED);
    assertThat(fixture.open().standings().of(bob)).isEqualTo(Standing.BLOCKED);
    assertThat(room.members().find(bob)).isEmpty();
    assertRefused(
        Refusal.INVITE_REVOKED,
        () -> room.invites().claim(invite.token().text(), fixture.carol.id()));
  }

  @Test
  void key_unblocked_isExternal() throws Exception {
    FeedId bob = fixture.bob.id();
    block(bob, Optional.empty());

    room.blocks().unblock(Actor.of(fixture.alice.id()), bob);

    assertThat(fixture.open().standings().of(bob)).isEqualTo(Standing.EXTERNAL);
    assertThat(room.standings().of(bob)).isEqualTo(Standing.EXTERNAL);
    assertRefused(Refusal.UNKNOWN, () -> room.blocks().unblock(Actor.operator(), bob));
  }

  @Test
  void block_withAnEnd_endsByItself() throws Exception {
    FeedId bob = fixture.bob.id();
    block(bob, Optional.of(fixture.instant().plusSeconds(60)));

    assertThat(room.blocks().list()).hasSize(1);
    fixture.pass(Duration.ofSeconds(60));

    assertThat(room.standings().of(bob)).isEqualTo(Standing.EXTERNAL);
    assertThat(room.blocks().list()).isEmpty();
    assertThat(fixture.open().standings().of(bob)).isEqualTo(Standing.EXTERNAL);
  }

  @Test
  void key_blockedAgain_hasTheNewReasonAndEnd() throws Exception {
    FeedId bob = fixture.bob.id();
    block(bob, Optional.of(fixture.instant().plusSeconds(60)));

    room.blocks().block(Actor.operator(), bob, "worse", Optional.empty());
    fixture.pass(Duration.ofSeconds(60));

    assertThat(room.standings().of(bob)).isEqualTo(Standing.BLOCKED);
    assertThat(room.blocks().list()).extracting(BlockedId::reason).containsExactly("worse");
  }

  @Test
  void whoeverMayNotBlock_blocksNobodyForAMoment() throws Exception {
    FeedId carol = fixture.join(fixture.carol, Role.MODERATOR);
    FeedId dave = fixture.dave.id();

    assertRefused(
        Refusal.NOT_ALLOWED,
        () -> room.blocks().block(Actor.of(fixture.bob.id()), dave, "", Optional.empty()));
    assertRefused(Refusal.RANK, () -> block(carol, Optional.empty()));
    assertRefused(Refusal.BLOCK_SELF, () -> block(fixture.alice.id(), Optional.empty()));
    assertRefused(Refusal.BLOCK_SELF, () -> block(room.id(), Optional.empty()));
    assertRefused(Refusal.BLOCK_END, () -> block(dave, Optional.of(fixture.instant())));

    assertThat(room.standings().of(carol)).isEqualTo(Standing.MODERATOR);
    assertThat(room.standings().of(dave)).isEqualTo(Standing.EXTERNAL);
    assertThat(room.blocks().list()).isEmpty();
  }

  @Test
  void blockedModerator_blocksNobody() throws Exception {
    Actor alice = Actor.of(fixture.alice.id());
    room.blocks().block(Actor.operator(), fixture.alice.id(), "", Optional.empty());

    assertRefused(
        Refusal.BLOCKED, () -> room.blocks().block(alice, fixture.dave.id(), "", Optional.empty()));
  }

  @Test
  void lastAdminWhoIsNotOut_isNotBlocked_norForAMoment() throws Exception {
    FeedId carol = fixture.join(fixture.carol, Role.ADMIN);
    FeedId dave = fixture.join(fixture.dave, Role.ADMIN);
    room.blocks().begin(Actor.operator(), carol, "", Optional.empty());

    assertRefused(
        Refusal.LAST_ADMIN,
        () -> room.blocks().begin(Actor.operator(), dave, "", Optional.empty()));

    assertThat(room.standings().of(carol)).isEqualTo(Standing.BLOCKED);
    assertThat(room.standings().of(dave)).isEqualTo(Standing.ADMIN);
  }

  @Test
  void whoeverMayNotBlock_holdsNobodyEither() throws Exception {
    FeedId dave = fixture.dave.id();

    assertRefused(
        Refusal.NOT_ALLOWED,
        () -> room.blocks().begin(Actor.of(fixture.bob.id()), dave, "", Optional.empty()));

    assertThat(room.standings().of(dave)).isEqualTo(Standing.EXTERNAL);
    assertThat(room.holds().unwritten()).isEmpty();
  }

  @Test
  void company_ofWhoIsBlocked_isOut_butForWhomTheActorMayNotBlock() throws Exception {
    FeedId bob = fixture.bob.id();
    FeedId carol = invited(bob, 20);
    FeedId dave = invited(carol, 21);
    FeedId erin = invited(bob, 22);
    FeedId frank = invited(erin, 23);
    room.members().changeRole(Actor.operator(), erin, Role.MODERATOR);
    block(bob, Optional.empty());

    Blocks.Company company =
        room.blocks().blockInvited(Actor.of(fixture.alice.id()), bob, "with bob", Optional.empty());

    assertThat(company).isEqualTo(new Blocks.Company(2, List.of(erin), true));
    assertThat(room.standings().of(carol)).isEqualTo(Standing.BLOCKED);
    assertThat(room.standings().of(dave)).isEqualTo(Standing.BLOCKED);
    assertThat(room.standings().of(erin)).isEqualTo(Standing.MODERATOR);
    assertThat(room.standings().of(frank)).isEqualTo(Standing.MEMBER);
    assertThat(room.blocks().list()).extracting(BlockedId::reason).contains("with bob");
  }

  @Test
  void company_isBlockedByModeratorsAlone() throws Exception {
    FeedId bob = fixture.bob.id();
    FeedId carol = invited(bob, 20);

    assertRefused(
        Refusal.NOT_ALLOWED,
        () -> room.blocks().blockInvited(Actor.of(bob), bob, "", Optional.empty()));
    assertThat(room.standings().of(carol)).isEqualTo(Standing.MEMBER);
  }

  private FeedId invited(FeedId inviter, int seed) throws RefusedException {
    NewInvite invite = room.invites().create(Actor.of(inviter), InviteTerms.SINGLE);
    FeedId invited = RoomFixture.keys(seed).id();
    room.invites().claim(invite.token().text(), invited);
    return invited;
  }
}
