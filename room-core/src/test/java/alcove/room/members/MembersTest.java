package alcove.room.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.identity.RoomInviteCode;
import alcove.room.RegistryTest;
import alcove.room.Room;
import alcove.room.RoomFixture;
import alcove.room.audit.AuditEntry;
import alcove.room.model.Invite;
import alcove.room.model.InviteTerms;
import alcove.room.model.Member;
import alcove.room.model.NewInvite;
import alcove.room.model.Refusal;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import alcove.store.DatabaseUrl;
import java.time.Duration;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MembersTest extends RegistryTest {
  MembersTest(Supplier<DatabaseUrl> databases) {
    super(databases);
  }

  @Test
  void member_added_isOneAfterARestart() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.ADMIN);
    Member bob = room.members().add(Actor.of(alice), fixture.bob.id(), Role.MODERATOR);

    assertThat(bob.invitedBy()).contains(alice);
    assertThat(fixture.open().members().find(bob.id())).contains(bob);
    assertThat(fixture.open().standings().of(bob.id())).isEqualTo(Standing.MODERATOR);
  }

  @Test
  void member_addedAgainInAnotherRole_getsIt() throws Exception {
    FeedId bob = fixture.join(fixture.bob, Role.MEMBER);
    Member before = room.members().find(bob).orElseThrow();

    Member after = room.members().add(Actor.operator(), bob, Role.MODERATOR);

    assertThat(after).isEqualTo(before.withRole(Role.MODERATOR));
    assertThat(room.members().list()).containsExactly(after);
  }

  @Test
  void blockedKey_added_isRefused() throws Exception {
    room.blocks().block(Actor.operator(), fixture.bob.id(), "", Optional.empty());

    assertRefused(Refusal.BLOCKED, () -> fixture.join(fixture.bob, Role.MEMBER));
  }

  @Test
  void member_addsSomebody_isRefused() throws Exception {
    Actor alice = Actor.of(fixture.join(fixture.alice, Role.MEMBER));

    assertRefused(
        Refusal.NOT_ALLOWED, () -> room.members().add(alice, fixture.bob.id(), Role.MEMBER));
  }

  @Test
  void moderator_makesModeratorsButNoAdmins() throws Exception {
    Actor alice = Actor.of(fixture.join(fixture.alice, Role.MODERATOR));
    FeedId bob = fixture.join(fixture.bob, Role.MEMBER);

    assertThat(room.members().changeRole(alice, bob, Role.MODERATOR).role())
        .isEqualTo(Role.MODERATOR);
    assertRefused(
        Refusal.NOT_ALLOWED, () -> room.members().add(alice, fixture.carol.id(), Role.ADMIN));
    assertRefused(Refusal.NOT_ALLOWED, () -> room.members().changeRole(alice, bob, Role.MEMBER));
  }

  @Test
  void moderator_removesMembersButNoModerators() throws Exception {
    Actor alice = Actor.of(fixture.join(fixture.alice, Role.MODERATOR));
    FeedId bob = fixture.join(fixture.bob, Role.MODERATOR);
    FeedId carol = fixture.join(fixture.carol, Role.MEMBER);

    room.members().remove(alice, carol);

    assertThat(room.standings().of(carol)).isEqualTo(Standing.EXTERNAL);
    assertRefused(Refusal.RANK, () -> room.members().remove(alice, bob));
  }

  @Test
  void lastAdmin_canNeitherBeRemovedNorDemotedNorBlockedNorLeave() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.ADMIN);
    Actor operator = Actor.operator();

    assertRefused(Refusal.LAST_ADMIN, () -> room.members().remove(operator, alice));
    assertRefused(
        Refusal.LAST_ADMIN, () -> room.members().changeRole(operator, alice, Role.MEMBER));
    assertRefused(Refusal.LAST_ADMIN, () -> room.members().leave(alice));
    assertRefused(
        Refusal.LAST_ADMIN, () -> room.blocks().block(operator, alice, "", Optional.empty()));
    assertThat(room.standings().of(alice)).isEqualTo(Standing.ADMIN);
  }

  @Test
  void admin_besideAnother_canBeDemotedByIt() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.ADMIN);
    FeedId bob = fixture.join(fixture.bob, Role.ADMIN);

    room.members().changeRole(Actor.of(alice), bob, Role.MEMBER);

    assertThat(fixture.open().standings().of(bob)).isEqualTo(Standing.MEMBER);
  }

  @Test
  void somebodyWhoIsNoMember_removed_isUnknown() {
    assertRefused(Refusal.UNKNOWN, () -> room.members().remove(Actor.operator(), fixture.bob.id()));
    assertRefused(Refusal.UNKNOWN, () -> room.members().leave(fixture.bob.id()));
  }

  @Test
  void memberThatLeaves_losesAliasesAndOpenInvites_andItsNamesAreKeptForIt() throws Exception {
    FeedId bob = fixture.join(fixture.bob, Role.MEMBER);
    fixture.join(fixture.carol, Role.MEMBER);
    fixture.register(fixture.bob, "bob");
    NewInvite invite = room.invites().create(Actor.of(bob), InviteTerms.SINGLE);

    room.members().leave(bob);

    assertThat(room.aliases().list()).isEmpty();
    assertRefused(
        Refusal.INVITE_REVOKED,
        () -> room.invites().claim(invite.token().text(), fixture.dave.id()));
    assertRefused(Refusal.ALIAS_TAKEN, () -> fixture.register(fixture.carol, "bob"));
    fixture.pass(Duration.ofDays(30));
    assertThat(fixture.register(fixture.carol, "bob").owner()).isEqualTo(fixture.carol.id());
  }

  @Test
  void memberThatIsBack_mayTakeItsNameAtOnce() throws Exception {
    FeedId bob = fixture.join(fixture.bob, Role.MEMBER);
    fixture.register(fixture.bob, "bob");
    room.members().leave(bob);
    fixture.join(fixture.bob, Role.MEMBER);

    assertThat(fixture.register(fixture.bob, "bob").owner()).isEqualTo(bob);
  }

  @Test
  void joiningUninvited_worksInOpenRoomsAlone() throws Exception {
    assertRefused(Refusal.MODE, () -> room.members().joinUninvited(fixture.bob.id()));
    mode(PrivacyMode.OPEN);

    assertThat(room.members().joinUninvited(fixture.bob.id())).isTrue();
    assertThat(room.members().joinUninvited(fixture.bob.id())).isFalse();
    assertThat(fixture.open().standings().of(fixture.bob.id())).isEqualTo(Standing.MEMBER);
  }

  @Test
  void member_replaced_isTheSamePersonUnderTheNewKey() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.ADMIN);
    InviteTerms forBob = new InviteTerms(1, Optional.empty(), "Bob");
    NewInvite invite = room.invites().create(Actor.of(alice), forBob);
    room.invites().claim(invite.token().text(), fixture.bob.id());
    FeedId bob = fixture.join(fixture.bob, Role.MODERATOR);
    Member before = room.members().find(bob).orElseThrow();
    String open = room.invites().create(Actor.of(bob), InviteTerms.SINGLE).token().text();
    NewInvite used = room.invites().create(Actor.of(bob), InviteTerms.SINGLE);
    room.invites().claim(used.token().text(), fixture.carol.id());
    fixture.pass(Duration.ofDays(1));

    FeedId dave = fixture.dave.id();
    room.members().replace(Actor.of(alice), bob, dave);

    Room after = fixture.open();
    assertThat(after.members().find(dave))
        .contains(
            Member.joining(
                dave, Role.MODERATOR, before.since(), Optional.of(alice), before.invite()));
    assertThat(after.members().find(fixture.carol.id()).orElseThrow().invitedBy()).contains(dave);
    assertThat(after.invites().list())
        .extracting(each -> each.createdBy().shown())
        .containsExactly(dave.toString(), dave.toString(), alice.toString());
    assertThat(after.invites().list().getLast().claims())
        .extracting(Invite.Claim::by)
        .containsExactly(dave);
    assertThat(room.invites().claim(open, RoomFixture.keys(9).id()).isNew()).isTrue();
    for (Room each : List.of(room, after)) {
      assertThat(each.standings().of(dave)).isEqualTo(Standing.MODERATOR);
      assertThat(each.standings().of(bob)).isEqualTo(Standing.EXTERNAL);
    }
    AuditEntry entry = room.audit().newest(Actor.of(alice), 2, null).getLast();
    assertThat(entry.action()).isEqualTo("member-replaced");
    assertThat(entry.subject()).isEqualTo(bob.toString());
    assertThat(entry.details()).isEqualTo(dave.toString());
  }

  @Test
  void namesOfAMemberReplaced_areForTheNewKeyAlone_for30Days() throws Exception {
    FeedId bob = fixture.join(fixture.bob, Role.MEMBER);
    fixture.join(fixture.alice, Role.MEMBER);
    for (String name : List.of("bob", "robert", "bobby")) {
      fixture.register(fixture.bob, name);
    }
    room.aliases().revoke(Actor.operator(), "bobby");

    room.members().replace(Actor.operator(), bob, fixture.dave.id());

    assertThat(room.aliases().list()).isEmpty();
    for (String name : List.of("bob", "robert", "bobby")) {
      assertRefused(Refusal.ALIAS_TAKEN, () -> fixture.register(fixture.alice, name));
    }
    fixture.join(fixture.bob, Role.MEMBER);
    assertRefused(Refusal.ALIAS_TAKEN, () -> fixture.register(fixture.bob, "bob"));
    assertThat(fixture.register(fixture.dave, "bob").owner()).isEqualTo(fixture.dave.id());
    assertThat(fixture.register(fixture.dave, "bobby").owner()).isEqualTo(fixture.dave.id());
    fixture.pass(Duration.ofDays(30));
    assertThat(fixture.register(fixture.alice, "robert").owner()).isEqualTo(fixture.alice.id());
  }

  @Test
  void keyThatNobodyCanHave_isNoMember() throws Exception {
    byte[] one = new byte[32];
    one[0] = 1;
    byte[] notCanonical = new byte[32];
    Arrays.fill(notCanonical, (byte) 0xff);
    for (byte[] each : List.of(new byte[32], one, notCanonical)) {
      assertRefused(
          Refusal.NO_PERSON,
          () -> room.members().add(Actor.operator(), FeedId.of(each), Role.MEMBER));
    }
  }

  @Test
  void lastAdmin_isReplacedByTheOperatorAlone() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.ADMIN);

    assertRefused(
        Refusal.LAST_ADMIN, () -> room.members().replace(Actor.of(alice), alice, fixture.bob.id()));

    room.members().replace(Actor.operator(), alice, fixture.bob.id());

    assertThat(room.standings().of(fixture.bob.id())).isEqualTo(Standing.ADMIN);
    assertRefused(
        Refusal.LAST_ADMIN, () -> room.members().remove(Actor.operator(), fixture.bob.id()));
  }

  @Test
  void replacing_needsARankAboveTheOld_andANewKeyThatMayBeAMember() throws Exception {
    FeedId alice = fixture.join(fixture.alice, Role.ADMIN);
    Actor bob = Actor.of(fixture.join(fixture.bob, Role.MODERATOR));
    FeedId carol = fixture.join(fixture.carol, Role.MEMBER);
    FeedId dave = fixture.dave.id();
    Members members = room.members();

    assertRefused(Refusal.NOT_ALLOWED, () -> members.replace(Actor.of(carol), carol, dave));
    assertRefused(Refusal.RANK, () -> members.replace(bob, alice, dave));
    assertRefused(Refusal.RANK, () -> members.replace(bob, fixture.bob.id(), dave));
    assertRefused(Refusal.UNKNOWN, () -> members.replace(bob, dave, RoomFixture.keys(9).id()));
    assertRefused(Refusal.ALREADY_MEMBER, () -> members.replace(bob, carol, alice));
    assertRefused(Refusal.ALREADY_MEMBER, () -> members.replace(bob, carol, carol));
    assertRefused(Refusal.NO_PERSON, () -> members.replace(bob, carol, room.id()));
    room.blocks().block(Actor.operator(), dave, "", Optional.empty());
    assertRefused(Refusal.BLOCKED, () -> members.replace(bob, carol, dave));

    int before = fixture.changes();
    members.replace(bob, carol, RoomFixture.keys(9).id());
    assertThat(fixture.changes()).isEqualTo(before + 1);
  }

  @Test
  void keyOfTheRoomOrOfEverybody_becomesNoMember() throws Exception {
    mode(PrivacyMode.OPEN);
    String invite = room.invites().create(Actor.operator(), InviteTerms.SINGLE).token().text();
    for (FeedId key : List.of(room.id(), RoomInviteCode.guest(RoomFixture.CRYPTO).id())) {
      assertRefused(
          Refusal.NO_PERSON, () -> room.members().add(Actor.operator(), key, Role.MEMBER));
      assertRefused(Refusal.NO_PERSON, () -> room.members().joinUninvited(key));
      assertRefused(Refusal.NO_PERSON, () -> room.invites().claim(invite, key));
      assertRefused(Refusal.NO_PERSON, () -> room.setup().byOperator(key));
    }
  }

  @Test
  void everyChange_isToldToListeners() throws Exception {
    FeedId bob = fixture.join(fixture.bob, Role.MEMBER);
    int before = fixture.changes();

    room.members().remove(Actor.operator(), bob);

    assertThat(fixture.changes()).isEqualTo(before + 1);
  }

  @Test
  void ids_areGoneOver_whileMembersComeAndGo() throws Exception {
    List<FeedId> all =
        Stream.of(fixture.alice, fixture.bob, fixture.carol, fixture.dave)
            .map(FeedKeyPair::id)
            .sorted()
            .toList();
    Actor operator = Actor.operator();
    for (FeedId id : all.subList(0, 3)) {
      room.members().add(operator, id, Role.MEMBER);
    }
    Set<FeedId> ids = room.members().ids();
    Iterator<FeedId> over = ids.iterator();

    assertThat(over.next()).isEqualTo(all.get(0));
    room.members().remove(operator, all.get(0));
    room.members().remove(operator, all.get(1));
    room.members().add(operator, all.get(3), Role.MEMBER);

    assertThat(over.next()).isEqualTo(all.get(2));
    assertThat(over.hasNext()).isTrue();
    room.members().remove(operator, all.get(3));
    assertThat(over.next()).isEqualTo(all.get(3));
    assertThat(over.hasNext()).isFalse();
    assertThatThrownBy(over::next).isInstanceOf(NoSuchElementException.class);
    assertThat(ids).containsExactly(all.get(2));
    assertThat(ids.contains(all.get(2))).isTrue();
    assertThat(ids.contains(all.get(3))).isFalse();
  }
}
