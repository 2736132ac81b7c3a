package alcove.room.members;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.RegistryTest;
import alcove.room.audit.AuditEntry;
import alcove.room.audit.AuditEvent;
import alcove.room.model.ListedMember;
import alcove.room.model.MemberSearch;
import alcove.room.model.MemberSort;
import alcove.room.model.Paging;
import alcove.room.model.Refusal;
import alcove.room.names.PersonNames;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.store.DatabaseUrl;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Names that people choose, and notes that moderators write. */
class MemberNamesTest extends RegistryTest {
  private static final String GREEK = "\u0391lice";

  MemberNamesTest(Supplier<DatabaseUrl> databases) {
    super(databases);
  }

  private FeedId alice() throws Exception {
    return fixture.join(fixture.alice, Role.MODERATOR);
  }

  private FeedId bob() throws Exception {
    return fixture.join(fixture.bob, Role.MEMBER);
  }

  private List<AuditEvent> events() throws Exception {
    return room.audit().newest(Actor.operator(), 9, null).stream().map(AuditEntry::event).toList();
  }

  @Test
  void name_chosen_isThereAtOnce_andAfterARestart_andTheLogKeepsNoneOfIt() throws Exception {
    FeedId bob = bob();

    room.names().choose(Actor.of(bob), bob, " Bob  of the Allotment ".replace("  ", "\u00a0"));

    PersonNames names = new PersonNames("Bob of the Allotment", List.of(), "");
    assertThat(room.names().of(bob)).isEqualTo(names);
    assertThat(fixture.open().names().of(bob)).isEqualTo(names);
    assertThat(events().getFirst()).isEqualTo(new AuditEvent.NameChosen(bob));
  }

  @Test
  void name_chosenAgain_writesNothing() throws Exception {
    FeedId bob = bob();
    room.names().choose(Actor.of(bob), bob, "Bob");
    int before = events().size();

    room.names().choose(Actor.of(bob), bob, "Bob");

    assertThat(events()).hasSize(before);
  }

  @Test
  void name_isChangedAndRemoved_byWhoeverRanksHigher() throws Exception {
    FeedId alice = alice();
    FeedId bob = bob();
    room.names().choose(Actor.of(bob), bob, "Bob");

    room.names().choose(Actor.of(alice), bob, "");

    assertThat(room.names().of(bob)).isEqualTo(PersonNames.NONE);
    assertThat(events().getFirst()).isEqualTo(new AuditEvent.NameRemoved(bob));
    assertRefused(Refusal.NOT_ALLOWED, () -> room.names().choose(Actor.of(bob), alice, "A"));
    FeedId carol = fixture.join(fixture.carol, Role.MODERATOR);
    assertRefused(Refusal.RANK, () -> room.names().choose(Actor.of(alice), carol, "C"));
  }

  @Test
  void strangersAndBlockedKeys_haveNoName() throws Exception {
    FeedId carol = fixture.carol.id();
    assertRefused(Refusal.UNKNOWN, () -> room.names().choose(Actor.of(carol), carol, "Carol"));
    assertRefused(Refusal.UNKNOWN, () -> room.names().note(Actor.operator(), carol, "Carol"));
  }

  @Test
  void name_thatIsNone_orOfThoseWhoRunTheRoom_isRefused() throws Exception {
    FeedId bob = bob();

    assertRefused(Refusal.NAME, () -> room.names().choose(Actor.of(bob), bob, "a\u202eb"));
    assertRefused(Refusal.NOTE, () -> room.names().note(Actor.operator(), bob, "a\u202eb"));
    assertRefused(
        Refusal.NAME_RESERVED, () -> room.names().choose(Actor.of(bob), bob, "\u0430dmin"));
    assertRefused(
        Refusal.NAME_RESERVED,
        () -> room.names().choose(Actor.of(bob), bob, room.settings().name()));
  }

  @Test
  void name_thatLooksLikeSomebodyElses_isRefused_untilThatIsGone() throws Exception {
    FeedId alice = alice();
    FeedId bob = bob();
    room.names().choose(Actor.of(alice), alice, "Alice");

    assertRefused(Refusal.NAME_TAKEN, () -> room.names().choose(Actor.of(bob), bob, GREEK));
    assertRefused(Refusal.NAME_TAKEN, () -> room.names().note(Actor.operator(), bob, GREEK));
    room.names().note(Actor.operator(), alice, GREEK);
    room.members().leave(alice);

    assertThat(room.names().of(alice)).isEqualTo(PersonNames.NONE);
    assertThat(room.names().choose(Actor.of(bob), bob, GREEK).name()).isEqualTo(GREEK);
  }

  @Test
  void name_thatLooksLikeSomebodyElsesAlias_isRefused_alsoWhileItIsKeptForThem() throws Exception {
    FeedId alice = alice();
    fixture.register(fixture.alice, "alice");
    FeedId bob = bob();

    assertRefused(Refusal.NAME_TAKEN, () -> room.names().choose(Actor.of(bob), bob, GREEK));
    assertThat(room.names().choose(Actor.of(alice), alice, "Alice").name()).isEqualTo("Alice");
    assertThat(room.names().of(alice).aliases()).containsExactly("alice");
    room.members().leave(alice);
    assertRefused(Refusal.NAME_TAKEN, () -> room.names().choose(Actor.of(bob), bob, GREEK));
  }

  @Test
  void alias_thatLooksLikeSomebodyElsesName_isTaken() throws Exception {
    FeedId alice = alice();
    room.names().choose(Actor.of(alice), alice, GREEK);
    bob();

    assertRefused(Refusal.ALIAS_TAKEN, () -> fixture.register(fixture.bob, "alice"));
    fixture.register(fixture.alice, "alice");
    assertThat(room.names().of(alice)).isEqualTo(new PersonNames(GREEK, List.of("alice"), ""));
  }

  @Test
  void note_isWrittenAndRead_byModerators() throws Exception {
    FeedId alice = alice();
    FeedId bob = bob();

    room.names().note(Actor.of(alice), bob, "from the fair");

    assertThat(room.members().see(Actor.of(alice), bob).member().note()).isEqualTo("from the fair");
    assertThat(room.members().see(Actor.of(bob), bob).member().note()).isEmpty();
    assertRefused(Refusal.NOT_ALLOWED, () -> room.names().note(Actor.of(bob), alice, "boss"));
    assertThat(events().getFirst()).isEqualTo(new AuditEvent.NoteWritten(bob));
    room.names().note(Actor.of(alice), bob, "");
    assertThat(events().getFirst()).isEqualTo(new AuditEvent.NoteRemoved(bob));
  }

  @Test
  void search_findsNames_andNotesForThoseWhoMayReadThem() throws Exception {
    FeedId alice = alice();
    FeedId bob = bob();
    room.names().choose(Actor.of(alice), alice, "Zora");
    room.names().note(Actor.of(alice), bob, "Quince");

    assertThat(found(bob, "zor")).containsExactly(alice);
    assertThat(found(bob, "quin")).isEmpty();
    assertThat(found(alice, "QUIN")).containsExactly(bob);
  }

  private List<FeedId> found(FeedId reader, String text) throws Exception {
    return room
        .members()
        .page(Actor.of(reader), new MemberSearch(text, MemberSort.NEWEST), Paging.nearest(1, 50))
        .rows()
        .stream()
        .map(ListedMember::member)
        .map(each -> each.id())
        .toList();
  }

  @Test
  void names_goAlongWithANewId_andEndWithARemovalOrABlock() throws Exception {
    FeedId bob = bob();
    room.names().choose(Actor.of(bob), bob, "Bob");
    room.names().note(Actor.operator(), bob, "from the fair");
    room.members().changeRole(Actor.operator(), bob, Role.MODERATOR);
    PersonNames names = new PersonNames("Bob", List.of(), "from the fair");

    room.members().replace(Actor.operator(), bob, fixture.carol.id());
    assertThat(room.names().of(fixture.carol.id())).isEqualTo(names);
    assertThat(fixture.open().names().of(fixture.carol.id())).isEqualTo(names);
    assertThat(room.names().of(bob)).isEqualTo(PersonNames.NONE);

    room.blocks().block(Actor.operator(), fixture.carol.id(), "", Optional.empty());
    assertThat(room.names().of(fixture.carol.id())).isEqualTo(PersonNames.NONE);
  }
}
