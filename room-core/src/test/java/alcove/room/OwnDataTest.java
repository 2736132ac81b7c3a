package alcove.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import alcove.identity.FeedId;
import alcove.room.OwnData.Deed;
import alcove.room.model.Alias;
import alcove.room.model.Invite;
import alcove.room.model.InviteTerms;
import alcove.room.model.NewInvite;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.room.names.FormerAlias;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.room.signin.Passwords;
import alcove.store.DatabaseUrl;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

public class OwnDataTest extends RegistryTest {
  private final FeedId dave = RoomFixture.keys(5).id();
  private final Actor bob = Actor.of(RoomFixture.keys(3).id());

  OwnDataTest(Supplier<DatabaseUrl> databases) {
    super(databases);
  }

  @BeforeEach
  void join() throws RefusedException {
    fixture.join(fixture.alice, Role.ADMIN);
    fixture.join(fixture.bob, Role.MODERATOR);
    var terms = new InviteTerms(2, Optional.empty(), "noisy Dave");
    room.invites().claim(room.invites().create(bob, terms).token().text(), dave);
  }

  @Test
  void member_hasAllThatIsKeptAboutIt() throws Exception {
    fixture.register(fixture.dave, "heron");
    Alias wren = fixture.register(fixture.dave, "wren");
    room.aliases().revoke(bob, "heron");
    room.sessions().open(dave, SignInWay.APP, Session.Device.UNKNOWN, "");
    room.passwords().newResetLink(Actor.operator(), dave);
    NewInvite own = room.invites().create(Actor.of(dave), InviteTerms.SINGLE);
    room.invites().claim(own.token().text(), fixture.carol.id());

    OwnData data = room.dataOf(dave);

    assertThat(data.listed().member().role()).isEqualTo(Role.MEMBER);
    assertThat(data.listed().member().invitedBy()).as("who has not agreed to be known").isEmpty();
    assertThat(data.listed().label()).isEmpty();
    assertThat(data.aliases()).containsExactly(wren);
    assertThat(data.formerAliases())
        .containsExactly(new FormerAlias("heron", fixture.instant().plus(Duration.ofDays(30))));
    assertThat(data.invites()).singleElement().extracting(Invite::id).isEqualTo(own.invite().id());
    assertThat(data.invites().getFirst().claims())
        .extracting(Invite.Claim::by)
        .containsExactly(fixture.carol.id());
    assertThat(data.claims())
        .containsExactly(new OwnData.Claimed(own.invite().id() - 1, fixture.instant()));
    assertThat(data.block()).isEmpty();
    assertThat(data.sessions()).hasSize(1);
    assertThat(data.hasPassword()).isFalse();
    assertThat(data.resetEnd()).contains(fixture.instant().plus(Passwords.RESET_TIME));
  }

  @Test
  void log_ofAMember_tellsOfOthersWhatPagesShowIt() throws Exception {
    fixture.register(fixture.dave, "heron");
    room.aliases().revoke(bob, "heron");
    room.members().changeRole(bob, dave, Role.MODERATOR);
    room.invites().create(Actor.of(dave), new InviteTerms(1, Optional.empty(), "for Carol"));
    room.members().add(Actor.of(dave), fixture.carol.id(), Role.MEMBER);
    room.members().changeRole(Actor.operator(), dave, Role.MEMBER);
    room.blocks().block(bob, dave, "noise", Optional.of(fixture.instant().plusSeconds(60)));
    fixture.pass(Duration.ofHours(1));
    room.members().add(bob, dave, Role.MEMBER);

    String id = dave.toString();
    List<Deed> log = room.dataOf(dave).log();
    assertThat(log)
        .extracting(Deed::action, Deed::by, Deed::subject, Deed::details)
        .containsExactly(
            tuple("invite-claimed", Optional.of(Actor.of(dave)), id, "1"),
            tuple("alias-revoked", Optional.empty(), "heron", ""),
            tuple("role-changed", Optional.of(bob), id, "member -> moderator"),
            tuple("invite-created", Optional.of(Actor.of(dave)), "2", ""),
            tuple("member-added", Optional.of(Actor.of(dave)), "", ""),
            tuple("role-changed", Optional.of(Actor.operator()), id, "moderator -> member"),
            tuple("blocked", Optional.of(bob), id, ""),
            tuple("member-added", Optional.empty(), id, ""));
    assertThat(room.dataOf(dave).block())
        .hasValueSatisfying(block -> assertThat(block.reason()).isEmpty());
  }

  @Test
  void log_ofAModerator_isWhatItMayRead() throws Exception {
    room.blocks().block(bob, fixture.carol.id(), "noise", Optional.empty());

    assertThat(room.dataOf(fixture.bob.id()).log())
        .extracting(Deed::action, Deed::details)
        .containsExactly(
            tuple("member-added", "moderator"),
            tuple("invite-created", "noisy Dave"),
            tuple("blocked", "noise"));
  }

  @Test
  void stranger_hasNone() {
    assertRefused(Refusal.MODE, () -> room.dataOf(fixture.carol.id()));
  }
}
