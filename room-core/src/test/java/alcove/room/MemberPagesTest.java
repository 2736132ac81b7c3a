package alcove.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.invites.Invites;
import alcove.room.model.InviteTerms;
import alcove.room.model.ListedMember;
import alcove.room.model.MemberSearch;
import alcove.room.model.MemberSort;
import alcove.room.model.NewInvite;
import alcove.room.model.Page;
import alcove.room.model.Paging;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.store.DatabaseUrl;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Alice, an admin, came first, then Bob, and by Bob's invites Carol and, a moderator now, Dave. */
class MemberPagesTest extends RegistryTest {
  private static final Paging FIRST = new Paging(1, 10);

  private final Actor operator = Actor.operator();

  MemberPagesTest(Supplier<DatabaseUrl> databases) {
    super(databases);
  }

  @BeforeEach
  void join() throws RefusedException {
    fixture.join(fixture.alice, Role.ADMIN);
    fixture.pass(Duration.ofSeconds(1));
    fixture.join(fixture.bob, Role.MEMBER);
    invite(fixture.carol, "\u00c4nne 100%_!");
    invite(fixture.dave, "Dave");
    room.members().changeRole(operator, fixture.dave.id(), Role.MODERATOR);
    fixture.register(fixture.bob, "zora");
    fixture.register(fixture.bob, "bob");
    fixture.register(fixture.dave, "ada");
  }

  private void invite(FeedKeyPair guest, String label) throws RefusedException {
    fixture.pass(Duration.ofSeconds(1));
    InviteTerms terms = new InviteTerms(1, Optional.empty(), label);
    NewInvite invite = room.invites().create(Actor.of(fixture.bob.id()), terms);
    room.invites().claim(invite.token().text(), guest.id());
  }

  private List<FeedId> found(Actor reader, String text) throws RefusedException {
    MemberSearch search = new MemberSearch(text, MemberSort.OLDEST);
    return ids(room.members().page(reader, search, FIRST));
  }

  private List<FeedId> sorted(MemberSort sort) throws RefusedException {
    return ids(room.members().page(operator, new MemberSearch("", sort), FIRST));
  }

  private static List<FeedId> ids(Page<ListedMember> page) {
    return page.rows().stream().map(each -> each.member().id()).toList();
  }

  @Test
  void page_isSortedAsWanted() throws Exception {
    FeedId alice = fixture.alice.id();
    FeedId bob = fixture.bob.id();
    FeedId carol = fixture.carol.id();
    FeedId dave = fixture.dave.id();

    assertThat(sorted(MemberSort.OLDEST)).containsExactly(alice, bob, carol, dave);
    assertThat(sorted(MemberSort.NEWEST)).containsExactly(dave, carol, bob, alice);
    assertThat(sorted(MemberSort.ROLE)).containsExactly(alice, dave, bob, carol);
    assertThat(sorted(MemberSort.ALIAS)).containsExactly(dave, bob, alice, carol);
  }

  @Test
  void page_hasItsShareOfTheRows_andCountsAll() throws Exception {
    MemberSearch search = new MemberSearch("", MemberSort.OLDEST);

    Page<ListedMember> second = room.members().page(operator, search, new Paging(2, 3));

    assertThat(ids(second)).containsExactly(fixture.dave.id());
    assertThat(second.total()).isEqualTo(4);
    assertThat(second.pages()).isEqualTo(2);
    assertThat(room.members().page(operator, search, new Paging(3, 3)).rows()).isEmpty();
  }

  @Test
  void search_findsPartsOfIdsAliasesAndLabels_inAnyCase() throws Exception {
    String key = fixture.carol.id().toString();

    assertThat(found(operator, key)).containsExactly(fixture.carol.id());
    assertThat(found(operator, key.substring(5, 25).toUpperCase(Locale.ROOT)))
        .containsExactly(fixture.carol.id());
    assertThat(found(operator, "ZOR")).contains(fixture.bob.id()).hasSize(3);
    assertThat(found(operator, " dAv ")).containsExactly(fixture.dave.id());
    assertThat(found(operator, "\u00c4nne")).containsExactly(fixture.carol.id());
    assertThat(found(operator, ".ed25519")).hasSize(4);
    assertThat(found(operator, "nobody such")).isEmpty();
  }

  @Test
  void signsThatMeanSomethingInSql_areSearchedForThemselves() throws Exception {
    for (String signs : List.of("%", "_", "!", "100%_!")) {
      assertThat(found(operator, signs)).containsExactly(fixture.carol.id());
    }
    assertThat(found(operator, "'")).isEmpty();
    assertThat(found(operator, "1_0")).isEmpty();
  }

  @Test
  void inviterAndLabel_areForModerators_andForWhoeverInvited() throws Exception {
    FeedId bob = fixture.bob.id();
    for (Actor reader : List.of(operator, Actor.of(fixture.dave.id()), Actor.of(bob))) {
      ListedMember carol = listed(reader, fixture.carol.id());
      assertThat(carol.member().invitedBy()).contains(bob);
      assertThat(carol.label()).isEqualTo("\u00c4nne 100%_!");
      assertThat(found(reader, "100%")).containsExactly(fixture.carol.id());
    }
  }

  @Test
  void member_seesWhoInvitedItself_whereTheInviteSaysSo() throws Exception {
    Invites invites = fixture.room.invites();
    NewInvite open = invites.create(Actor.of(fixture.bob.id()), InviteTerms.SINGLE.introducing());
    FeedId erin = RoomFixture.keys(9).id();
    invites.claim(open.token().text(), erin);

    assertThat(listed(Actor.of(erin), erin).member().invitedBy()).contains(fixture.bob.id());
  }

  @Test
  void member_seesNoLabel_andNobodyWhoDidNotAgreeToBeKnown() throws Exception {
    FeedId erin = fixture.join(RoomFixture.keys(9), Role.MEMBER);

    ListedMember self = listed(Actor.of(fixture.carol.id()), fixture.carol.id());
    ListedMember other = listed(Actor.of(erin), fixture.carol.id());

    assertThat(self.member().invitedBy()).isEmpty();
    assertThat(self.label()).isEmpty();
    assertThat(other.member().invitedBy()).isEmpty();
    assertThat(other.member().invite()).isEmpty();
    assertThat(other.label()).isEmpty();
    assertThat(found(Actor.of(erin), "100%")).isEmpty();
    assertThat(listed(Actor.of(erin), fixture.bob.id()).aliases()).containsExactly("bob", "zora");
  }

  @Test
  void whomSomebodyInvited_isForModerators_andForThemAlone() throws Exception {
    FeedId bob = fixture.bob.id();
    FeedId erin = fixture.join(RoomFixture.keys(9), Role.MEMBER);
    MemberSearch byBob = MemberSearch.ALL.invitedBy(Optional.of(bob));

    for (Actor reader : List.of(operator, Actor.of(fixture.dave.id()), Actor.of(bob))) {
      assertThat(ids(reader, byBob)).contains(fixture.carol.id()).doesNotContain(erin, bob);
    }
    assertThat(ids(Actor.of(erin), byBob)).isEqualTo(ids(Actor.of(erin), MemberSearch.ALL));
  }

  private List<FeedId> ids(Actor reader, MemberSearch search) throws RefusedException {
    return room.members().page(reader, search, FIRST).rows().stream()
        .map(each -> each.member().id())
        .toList();
  }

  private ListedMember listed(Actor reader, FeedId id) throws RefusedException {
    return room.members().page(reader, MemberSearch.ALL, FIRST).rows().stream()
        .filter(each -> each.member().id().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void members_areListedToInternalUsersAlone() throws Exception {
    Actor stranger = Actor.of(RoomFixture.keys(9).id());

    assertRefused(Refusal.MODE, () -> room.members().page(stranger, MemberSearch.ALL, FIRST));
    mode(PrivacyMode.OPEN);
    assertThat(room.members().page(stranger, MemberSearch.ALL, FIRST).total()).isEqualTo(4);
    assertThat(
            room.members().page(Actor.visitor(), new MemberSearch("dave", MemberSort.ROLE), FIRST))
        .extracting(Page::total)
        .isEqualTo(0);
  }

  @Test
  void paging_thatIsNone_isAFault_andWhatSomebodyTypedIsBroughtNear() {
    assertThatThrownBy(() -> new Paging(0, 10)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Paging(1, 1001)).isInstanceOf(IllegalArgumentException.class);
    assertThat(Paging.nearest(-5, 10)).isEqualTo(FIRST);
    assertThat(Paging.nearest(Long.MAX_VALUE, 10).number()).isEqualTo(1_000_000);
  }

  @Test
  void oneMember_isSeenAsInTheList() throws Exception {
    for (Actor reader :
        List.of(operator, Actor.of(fixture.bob.id()), Actor.of(fixture.carol.id()))) {
      for (FeedKeyPair each : List.of(fixture.bob, fixture.carol, fixture.dave)) {
        assertThat(room.members().see(reader, each.id())).isEqualTo(listed(reader, each.id()));
      }
    }
    FeedId stranger = RoomFixture.keys(9).id();
    assertThatThrownBy(() -> room.members().see(operator, stranger))
        .isInstanceOfSatisfying(
            RefusedException.class,
            refused -> assertThat(refused.reason()).isEqualTo(Refusal.UNKNOWN));
    assertThatThrownBy(() -> room.members().see(Actor.of(stranger), fixture.bob.id()))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void whoCameByTheInvitesOfOneWithANewKey_isFoundByThatKey() throws Exception {
    FeedId erin = RoomFixture.keys(9).id();
    room.members().replace(operator, fixture.bob.id(), erin);

    MemberSearch invited = MemberSearch.ALL.invitedBy(Optional.of(erin));

    assertThat(ids(room.members().page(operator, invited, FIRST)))
        .containsExactly(fixture.dave.id(), fixture.carol.id());
    assertThat(found(operator, erin.toString()))
        .containsExactly(erin, fixture.carol.id(), fixture.dave.id());
  }
}
