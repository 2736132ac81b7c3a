package alcove.room.invites;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.RegistryTest;
import alcove.room.RoomFixture;
import alcove.room.audit.AuditEvent;
import alcove.room.model.Invite;
import alcove.room.model.InviteFilter;
import alcove.room.model.InviteTerms;
import alcove.room.model.Member;
import alcove.room.model.NewInvite;
import alcove.room.model.Page;
import alcove.room.model.Paging;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.SecretToken;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.store.DatabaseUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InvitesTest extends RegistryTest {
  private static final int CLAIMANTS = 16;
  private static final int ROUNDS = 50;

  InvitesTest(Supplier<DatabaseUrl> databases) {
    super(databases);
  }

  @BeforeEach
  void join() throws RefusedException {
    fixture.join(fixture.alice, Role.ADMIN);
    fixture.join(fixture.bob, Role.MEMBER);
  }

  private String createAs(FeedKeyPair creator) throws RefusedException {
    return create(Actor.of(creator.id()), InviteTerms.SINGLE);
  }

  private String create(Actor actor, InviteTerms terms) throws RefusedException {
    return room.invites().create(actor, terms).token().text();
  }

  @Test
  void invite_claimed_makesAMember_andIsSpent() throws Exception {
    InviteTerms terms = new InviteTerms(1, Optional.empty(), "for Carol");
    String token = create(Actor.of(fixture.bob.id()), terms);
    FeedId carol = fixture.carol.id();

    assertThat(room.invites().claim(token, carol).isNew()).isTrue();

    Invite invite = fixture.open().invites().list().getFirst();
    Member member = fixture.open().members().find(carol).orElseThrow();
    assertThat(member.invitedBy()).contains(fixture.bob.id());
    assertThat(member.invite()).contains(invite.id());
    assertThat(invite.label()).isEqualTo("for Carol");
    assertThat(invite.claims()).extracting(Invite.Claim::by).containsExactly(carol);
    assertRefused(Refusal.INVITE_SPENT, () -> room.invites().claim(token, fixture.dave.id()));
    assertRefused(Refusal.INVITE_SPENT, () -> room.invites().look(token));
  }

  @Test
  void claimant_thatIsStillAMember_claimsAgain_whateverBecameOfTheInvite() throws Exception {
    InviteTerms terms = new InviteTerms(2, Optional.of(fixture.instant().plusSeconds(60)), "");
    String token = create(Actor.of(fixture.alice.id()), terms);
    FeedId carol = fixture.carol.id();
    room.invites().claim(token, carol);
    long changes = fixture.changes();

    assertClaimsAgain(token, carol);
    room.invites().claim(token, fixture.dave.id());
    assertClaimsAgain(token, carol);
    fixture.pass(Duration.ofSeconds(60));
    assertClaimsAgain(token, carol);
    Invite invite = room.invites().list().getFirst();
    room.invites().revoke(Actor.operator(), invite.id());
    assertClaimsAgain(token, carol);
    room.members().changeRole(Actor.operator(), fixture.alice.id(), Role.ADMIN);
    assertThat(room.invites().claim(token, fixture.dave.id()).isNew()).isFalse();

    assertThat(invite.claims()).hasSize(2);
    assertThat(invite.usesLeft()).isZero();
    assertThat(fixture.changes()).as("dave's claim and two changes").isEqualTo(changes + 3);
    assertRefused(Refusal.INVITE_SPENT, () -> room.invites().claim(token, fixture.bob.id()));
    assertRefused(
        Refusal.INVITE_SPENT, () -> room.invites().claim(token, RoomFixture.keys(9).id()));
  }

  private void assertClaimsAgain(String token, FeedId claimant) throws RefusedException {
    Invites.Claimed again = room.invites().claim(token, claimant);
    assertThat(again.isNew()).isFalse();
    assertThat(again.invite().claims()).extracting(Invite.Claim::by).contains(claimant);
  }

  @Test
  void claimant_thatIsNoMemberAnyMore_isRefusedAsAnyOther() throws Exception {
    FeedId carol = fixture.carol.id();
    String first = createAs(fixture.alice);
    room.invites().claim(first, carol);
    room.members().remove(Actor.operator(), carol);
    assertRefused(Refusal.INVITE_SPENT, () -> room.invites().claim(first, carol));

    String second = createAs(fixture.alice);
    room.invites().claim(second, carol);
    assertRefused(Refusal.INVITE_SPENT, () -> room.invites().claim(first, carol));
    room.members().leave(carol);
    assertRefused(Refusal.INVITE_SPENT, () -> room.invites().claim(second, carol));

    String third = createAs(fixture.alice);
    room.invites().claim(third, carol);
    room.blocks().block(Actor.operator(), carol, "", Optional.empty());
    assertRefused(Refusal.BLOCKED, () -> room.invites().claim(third, carol));
  }

  @Test
  void claim_ofWhatCannotBeClaimed_beginsNoChange() throws Exception {
    String spent = createAs(fixture.alice);
    room.invites().claim(spent, fixture.carol.id());
    String guessed = SecretToken.create().text();
    FeedId dave = fixture.dave.id();
    int changes = fixture.changes();

    assertRefused(Refusal.INVITE_UNKNOWN, () -> room.invites().claim(guessed, dave));
    assertRefused(Refusal.INVITE_UNKNOWN, () -> room.invites().claim("nonsense", dave));
    assertRefused(Refusal.INVITE_SPENT, () -> room.invites().claim(spent, dave));
    assertRefused(Refusal.INVITE_SPENT, () -> room.invites().claim(spent, fixture.bob.id()));

    assertThat(fixture.changes()).isEqualTo(changes);
  }

  @Test
  void invite_ofSeveralUses_isSpentWithTheLast() throws Exception {
    String token = create(Actor.of(fixture.bob.id()), new InviteTerms(2, Optional.empty(), ""));

    room.invites().claim(token, fixture.carol.id());
    assertThat(room.invites().look(token).usesLeft()).isEqualTo(1);
    room.invites().claim(token, fixture.dave.id());

    FeedId another = RoomFixture.keys(9).id();
    assertRefused(Refusal.INVITE_SPENT, () -> room.invites().claim(token, another));
  }

  @Test
  void member_thatClaims_spendsNothing() throws Exception {
    String token = createAs(fixture.alice);

    assertThat(room.invites().claim(token, fixture.bob.id()).isNew()).isFalse();

    assertThat(room.invites().look(token).usesLeft()).isEqualTo(1);
  }

  @Test
  void blockedKey_thatClaims_isRefused_andSpendsNothing() throws Exception {
    String token = createAs(fixture.alice);
    room.blocks().block(Actor.operator(), fixture.dave.id(), "", Optional.empty());

    assertRefused(Refusal.BLOCKED, () -> room.invites().claim(token, fixture.dave.id()));
    assertThat(room.invites().look(token).usesLeft()).isEqualTo(1);
  }

  @Test
  void tokenThatNobodyMade_isUnknown() {
    FeedId carol = fixture.carol.id();

    assertRefused(Refusal.INVITE_UNKNOWN, () -> room.invites().claim("", carol));
    assertRefused(Refusal.INVITE_UNKNOWN, () -> room.invites().claim("not base64!", carol));
    assertRefused(
        Refusal.INVITE_UNKNOWN, () -> room.invites().claim(SecretToken.create().text(), carol));
  }

  @Test
  void invite_pastItsTime_isExpired() throws Exception {
    InviteTerms terms = new InviteTerms(1, Optional.of(fixture.instant().plusSeconds(60)), "");
    String token = create(Actor.of(fixture.alice.id()), terms);

    room.invites().look(token);
    fixture.pass(Duration.ofSeconds(60));

    assertRefused(Refusal.INVITE_EXPIRED, () -> room.invites().claim(token, fixture.carol.id()));
  }

  @Test
  void invite_withANewLink_hasNoOldOne() throws Exception {
    String token = createAs(fixture.bob);
    long id = room.invites().list().getFirst().id();

    String renewed = room.invites().newLink(Actor.of(fixture.bob.id()), id).token().text();

    assertRefused(Refusal.INVITE_UNKNOWN, () -> room.invites().claim(token, fixture.carol.id()));
    assertThat(room.invites().claim(renewed, fixture.carol.id()).isNew()).isTrue();
  }

  @Test
  void invite_revokedByItsCreatorOrAModerator_isDead() throws Exception {
    String token = createAs(fixture.bob);
    long id = room.invites().list().getFirst().id();
    fixture.join(fixture.carol, Role.MEMBER);

    assertRefused(
        Refusal.NOT_ALLOWED, () -> room.invites().revoke(Actor.of(fixture.carol.id()), id));
    room.invites().revoke(Actor.of(fixture.alice.id()), id);

    assertRefused(Refusal.INVITE_REVOKED, () -> room.invites().claim(token, fixture.dave.id()));
    assertRefused(
        Refusal.INVITE_REVOKED, () -> room.invites().newLink(Actor.of(fixture.bob.id()), id));
    assertRefused(Refusal.UNKNOWN, () -> room.invites().revoke(Actor.operator(), 4711));
  }

  @Test
  void membersInvite_inARestrictedRoom_waitsForAnotherMode() throws Exception {
    String token = createAs(fixture.bob);
    mode(PrivacyMode.RESTRICTED);

    assertRefused(Refusal.MODE, () -> createAs(fixture.bob));
    assertRefused(Refusal.INVITE_REVOKED, () -> room.invites().claim(token, fixture.carol.id()));
    assertThat(room.invites().claim(createAs(fixture.alice), fixture.dave.id()).isNew()).isTrue();
    mode(PrivacyMode.COMMUNITY);
    assertThat(room.invites().claim(token, fixture.carol.id()).isNew()).isTrue();
  }

  @Test
  void visitor_invitesInOpenRoomsAlone() throws Exception {
    assertRefused(Refusal.MODE, () -> create(Actor.visitor(), InviteTerms.SINGLE));
    mode(PrivacyMode.OPEN);
    String token = create(Actor.visitor(), InviteTerms.SINGLE);
    mode(PrivacyMode.COMMUNITY);

    assertRefused(Refusal.INVITE_REVOKED, () -> room.invites().claim(token, fixture.carol.id()));
  }

  @Test
  void termsThatAreNone_areRefused() {
    Optional<Instant> past = Optional.of(fixture.instant());
    Map<InviteTerms, Refusal> wrong =
        Map.of(
            new InviteTerms(0, Optional.empty(), ""), Refusal.INVITE_USES,
            new InviteTerms(1001, Optional.empty(), ""), Refusal.INVITE_USES,
            new InviteTerms(1, past, ""), Refusal.INVITE_EXPIRY,
            new InviteTerms(1, Optional.empty(), "x".repeat(101)), Refusal.INVITE_LABEL,
            new InviteTerms(1, Optional.empty(), "two\nlines"), Refusal.INVITE_LABEL);

    wrong.forEach((terms, reason) -> assertRefused(reason, () -> create(Actor.operator(), terms)));
  }

  @Test
  void inviteOf32Bytes_isKeptAsItsHashAlone() throws Exception {
    String token = createAs(fixture.alice);

    assertThat(token).hasSize(43);
    assertThat(room.invites().create(Actor.operator(), InviteTerms.SINGLE).toString())
        .contains("[secret]");
    assertThat(room.audit().newest(Actor.operator(), 1000, null).toString()).doesNotContain(token);
  }

  @Test
  void invite_thatIntroduces_namesItsCreator_whileThatCanBeReached() throws Exception {
    Actor bob = Actor.of(fixture.bob.id());
    room.invites().create(bob, InviteTerms.SINGLE.introducing());

    Invite introducing = fixture.open().invites().list().getFirst();
    Invite silent = room.invites().create(bob, InviteTerms.SINGLE).invite();

    assertThat(room.invites().introduced(introducing)).contains(fixture.bob.id());
    assertThat(room.invites().introduced(silent)).isEmpty();
    room.members().leave(fixture.bob.id());
    assertThat(room.invites().introduced(introducing)).isEmpty();
  }

  @Test
  void operatorOrVisitor_introducesNobody() throws Exception {
    mode(PrivacyMode.OPEN);

    for (Actor actor : List.of(Actor.operator(), Actor.visitor())) {
      assertRefused(Refusal.MALFORMED, () -> create(actor, InviteTerms.SINGLE.introducing()));
    }
  }

  @Test
  void claim_isToldOnceItIsDurable_whateverOtherListenersDo() throws Exception {
    List<String> told = new ArrayList<>();
    NewInvite invite = room.invites().create(Actor.operator(), InviteTerms.SINGLE);
    room.onChange(
        _ -> {
          throw new IllegalStateException("a listener of a test that fails");
        });
    room.onChange(
        events -> {
          for (AuditEvent event : events) {
            if (event instanceof AuditEvent.InviteClaimed(FeedId claimant, long number)) {
              told.add(number + " " + fixture.open().standings().of(claimant));
            }
          }
        });

    room.invites().claim(invite.token().text(), fixture.bob.id());
    assertThat(told).isEmpty();
    room.invites().claim(invite.token().text(), fixture.carol.id());
    assertRefused(
        Refusal.INVITE_SPENT, () -> room.invites().claim(invite.token().text(), fixture.dave.id()));

    assertThat(told).containsExactly(invite.invite().id() + " MEMBER");
  }

  @Test
  void page_ofInvites_isFilteredByCreatorAndState_andCountsAll() throws Exception {
    Actor alice = Actor.of(fixture.alice.id());
    Actor bob = Actor.of(fixture.bob.id());
    Optional<Instant> soon = Optional.of(fixture.instant().plusSeconds(60));
    Invite open = room.invites().create(bob, InviteTerms.SINGLE).invite();
    Invite expired = room.invites().create(bob, new InviteTerms(1, soon, "")).invite();
    Invite revoked = room.invites().create(bob, new InviteTerms(1, soon, "")).invite();
    room.invites().revoke(bob, revoked.id());
    NewInvite spent = room.invites().create(bob, new InviteTerms(1, soon, ""));
    room.invites().claim(spent.token().text(), fixture.carol.id());
    Invite others = room.invites().create(alice, InviteTerms.SINGLE).invite();
    fixture.pass(Duration.ofSeconds(60));

    InviteFilter own = InviteFilter.of(fixture.bob.id());
    assertThat(ids(bob, own, 9))
        .containsExactly(spent.invite().id(), revoked.id(), expired.id(), open.id());
    assertThat(ids(bob, own.in(Invite.State.OPEN), 9)).containsExactly(open.id());
    assertThat(ids(bob, own.in(Invite.State.EXPIRED), 9)).containsExactly(expired.id());
    assertThat(ids(bob, own.in(Invite.State.REVOKED), 9)).containsExactly(revoked.id());
    assertThat(ids(bob, own.in(Invite.State.SPENT), 9)).containsExactly(spent.invite().id());
    assertThat(ids(alice, InviteFilter.ALL, 2)).containsExactly(others.id(), spent.invite().id());

    Page<Invite> last = room.invites().page(alice, InviteFilter.ALL, new Paging(3, 2));
    assertThat(last.rows()).extracting(Invite::id).containsExactly(open.id());
    assertThat(last.total()).isEqualTo(5);
    assertThat(last.pages()).isEqualTo(3);
    assertThat(room.invites().page(alice, InviteFilter.ALL, new Paging(4, 2)).rows()).isEmpty();
    Page<Invite> claimed = room.invites().page(bob, own.in(Invite.State.SPENT), new Paging(1, 1));
    assertThat(claimed.rows().getFirst().claims())
        .extracting(Invite.Claim::by)
        .containsExactly(fixture.carol.id());
  }

  private List<Long> ids(Actor reader, InviteFilter filter, int size) throws RefusedException {
    return room.invites().page(reader, filter, new Paging(1, size)).rows().stream()
        .map(Invite::id)
        .toList();
  }

  @Test
  void invitesOfOthers_areForModerators() throws Exception {
    Actor bob = Actor.of(fixture.bob.id());
    Paging first = new Paging(1, 10);
    InviteFilter alices = InviteFilter.of(fixture.alice.id());

    assertRefused(Refusal.NOT_ALLOWED, () -> room.invites().page(bob, InviteFilter.ALL, first));
    assertRefused(Refusal.NOT_ALLOWED, () -> room.invites().page(bob, alices, first));
    assertRefused(
        Refusal.NOT_ALLOWED, () -> room.invites().page(Actor.visitor(), InviteFilter.ALL, first));
  }

  @Test
  void manyWhoClaimAtOnce_oneWins() throws Exception {
    List<FeedId> claimants = new ArrayList<>();
    for (int i = 0; i < CLAIMANTS; i++) {
      claimants.add(RoomFixture.keys(100 + i).id());
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(CLAIMANTS)) {
      for (int round = 0; round < ROUNDS; round++) {
        String token = createAs(fixture.alice);
        assertThat(claimAtOnce(threads, token, claimants)).isEqualTo(1);
        Invite invite = room.invites().list().getFirst();
        assertThat(invite.claims()).hasSize(1);
        room.members().remove(Actor.operator(), invite.claims().getFirst().by());
      }
    }
  }

  private long claimAtOnce(ExecutorService threads, String token, List<FeedId> claimants)
      throws Exception {
    CountDownLatch go = new CountDownLatch(1);
    List<Future<Boolean>> claims = new ArrayList<>();
    for (FeedId claimant : claimants) {
      Callable<Boolean> claim =
          () -> {
            go.await();
            try {
              return room.invites().claim(token, claimant).isNew();
            } catch (RefusedException lost) {
              assertThat(lost.reason()).isEqualTo(Refusal.INVITE_SPENT);
              return false;
            }
          };
      claims.add(threads.submit(claim));
    }
    go.countDown();
    long won = 0;
    for (Future<Boolean> claim : claims) {
      won += claim.get() ? 1 : 0;
    }
    return won;
  }
}
