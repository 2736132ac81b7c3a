package alcove.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import alcove.identity.FeedId;
import alcove.room.audit.AuditEntry;
import alcove.room.audit.AuditEvent;
import alcove.room.audit.AuditFilter;
import alcove.room.audit.AuditGroup;
import alcove.room.model.InviteTerms;
import alcove.room.model.NewInvite;
import alcove.room.model.NoticeKind;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.store.DatabaseUrl;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class AuditLogTest extends RegistryTest {
  AuditLogTest(Supplier<DatabaseUrl> databases) {
    super(databases);
  }

  private List<String> read(Actor reader) throws RefusedException {
    return room.audit().newest(reader, 1000, null).stream().map(AuditEntry::action).toList();
  }

  @Test
  void everyChange_isWrittenOnce_andReadByThoseItIsFor() throws Exception {
    Actor alice = Actor.of(fixture.join(fixture.alice, Role.ADMIN));
    Actor bob = Actor.of(fixture.join(fixture.bob, Role.MODERATOR));
    Actor carol = Actor.of(fixture.join(fixture.carol, Role.MEMBER));
    FeedId dave = fixture.dave.id();
    NewInvite invite = room.invites().create(bob, InviteTerms.SINGLE);
    NewInvite renewed = room.invites().newLink(bob, invite.invite().id());
    room.invites().claim(renewed.token().text(), dave);
    fixture.register(fixture.dave, "dave");
    room.aliases().revoke(bob, "dave");
    room.members().changeRole(alice, dave, Role.MODERATOR);
    room.blocks().block(alice, dave, "because", Optional.empty());
    room.blocks().unblock(bob, dave);
    room.change(alice, RoomSetting.NAME, "Ours");
    room.change(alice, RoomSetting.PRIVACY_MODE, "open");
    room.members().joinUninvited(dave);
    room.notices().save(bob, NoticeKind.NEWS, "en", "", "");
    room.notices().delete(bob, NoticeKind.NEWS, "en");
    room.audit().enter(alice, new AuditEvent.BackedUp(""));
    room.members().leave(dave);

    List<String> all =
        List.of(
            "member-left",
            "backed-up",
            "notice-deleted",
            "notice-saved",
            "member-joined",
            "privacy-mode-changed",
            "setting-changed",
            "unblocked",
            "blocked",
            "role-changed",
            "alias-revoked",
            "invite-claimed",
            "invite-renewed",
            "invite-created",
            "member-added",
            "member-added",
            "member-added");
    assertThat(read(alice)).isEqualTo(all);
    assertThat(read(bob))
        .isEqualTo(all.stream().filter(each -> !each.equals("backed-up")).toList());
    assertRefused(Refusal.NOT_ALLOWED, () -> read(carol));
    assertThat(room.audit().newest(bob, 1000, null))
        .anyMatch(entry -> entry.details().contains("because"));
    assertRefused(Refusal.NOT_ALLOWED, () -> read(Actor.of(fixture.dave.id())));
  }

  @Test
  void log_isReadPageByPage() throws Exception {
    Actor operator = Actor.operator();
    for (int i = 0; i < 5; i++) {
      room.change(operator, RoomSetting.NAME, "Room " + i);
    }
    List<AuditEntry> first = room.audit().newest(operator, 2, null);
    List<AuditEntry> second = room.audit().newest(operator, 2, first.getLast().number());

    assertThat(first).extracting(AuditEntry::details).containsExactly("Room 4", "Room 3");
    assertThat(second).extracting(AuditEntry::details).containsExactly("Room 2", "Room 1");
  }

  @Test
  void refusedChange_leavesNoEntry() throws Exception {
    int before = read(Actor.operator()).size();

    assertRefused(Refusal.UNKNOWN, () -> room.blocks().unblock(Actor.operator(), fixture.bob.id()));

    assertThat(read(Actor.operator())).hasSize(before);
  }

  @Test
  void entries_aboutOneThing_areThoseThatTheReaderMaySee() throws Exception {
    FeedId bob = fixture.join(fixture.bob, Role.MODERATOR);
    room.audit().enter(Actor.operator(), new AuditEvent.BackedUp(""));
    room.blocks().block(Actor.operator(), fixture.dave.id(), "spam", Optional.empty());
    room.change(Actor.operator(), RoomSetting.NAME, "Other");

    assertThat(about(Actor.operator(), AuditGroup.BLOCKS))
        .extracting(AuditEntry::action, AuditEntry::details)
        .containsExactly(tuple("blocked", "spam"));
    assertThat(about(Actor.operator(), AuditGroup.SETTINGS)).isNotEmpty();
    assertThat(about(Actor.of(bob), AuditGroup.BLOCKS))
        .extracting(AuditEntry::details)
        .containsExactly("spam");
    assertThat(about(Actor.of(bob), AuditGroup.COPIES)).isEmpty();
  }

  private List<AuditEntry> about(Actor reader, AuditGroup group) throws RefusedException {
    return room.audit().newest(reader, 100, null, AuditFilter.of(group));
  }

  @Test
  void entries_withAPersonOrThing_areFoundByAPartOfIt() throws Exception {
    Actor alice = Actor.of(fixture.join(fixture.alice, Role.ADMIN));
    FeedId carol = fixture.join(fixture.carol, Role.MEMBER);
    fixture.register(fixture.carol, "heron");
    room.aliases().revoke(alice, "heron");
    NewInvite invite = room.invites().create(alice, new InviteTerms(1, Optional.empty(), "7"));
    room.invites().claim(invite.token().text(), fixture.dave.id());
    room.blocks().block(alice, fixture.dave.id(), "heron", Optional.empty());

    assertThat(with(alice, "HER")).extracting(AuditEntry::action).containsExactly("alias-revoked");
    assertThat(with(alice, carol.toString()))
        .extracting(AuditEntry::action)
        .containsExactly("alias-revoked", "member-added");
    assertThat(with(alice, carol.toString().substring(0, 9))).hasSize(2);
    assertThat(with(alice, Long.toString(invite.invite().id())))
        .extracting(AuditEntry::action)
        .containsExactly("invite-claimed", "invite-created");
    assertThat(with(alice, "%")).isEmpty();
    assertThat(with(alice, fixture.alice.id().toString())).hasSize(4);
  }

  private List<AuditEntry> with(Actor reader, String text) throws RefusedException {
    return room.audit().newest(reader, 100, null, AuditFilter.ALL.with(text));
  }

  @Test
  void groups_areThoseOfWhichAReaderMayReadSomething() throws Exception {
    Actor bob = Actor.of(fixture.join(fixture.bob, Role.MODERATOR));
    Actor carol = Actor.of(fixture.join(fixture.carol, Role.MEMBER));
    assertThat(room.audit().groups(Actor.operator())).containsExactly(AuditGroup.values());
    assertThat(room.audit().groups(bob)).doesNotContain(AuditGroup.COPIES).hasSize(5);
    assertRefused(Refusal.NOT_ALLOWED, () -> room.audit().groups(carol));
  }
}
