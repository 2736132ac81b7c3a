package alcove.room;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.audit.AuditEntry;
import alcove.room.audit.AuditEvent;
import alcove.room.audit.AuditFilter;
import alcove.room.audit.AuditGroup;
import alcove.room.model.RefusedException;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.store.DatabaseUrl;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is rare stands below more entries than are looked at one by one. */
class LongAuditLogTest extends RegistryTest {
  private static final int MANY = 4000;
  private static final int FEW = 3;

  private final FeedId rare = RoomFixture.keys(77).id();
  private final Actor operator = Actor.operator();
  private Instant between = Instant.EPOCH;

  LongAuditLogTest(Supplier<DatabaseUrl> databases) {
    super(databases);
  }

  @BeforeEach
  void fillABit() throws RefusedException {
    fixture.join(fixture.alice, Role.ADMIN);
    Actor alice = Actor.of(fixture.alice.id());
    fixture.enter(
        alice,
        IntStream.range(0, FEW).mapToObj(i -> new AuditEvent.AliasRevoked("rareness" + i, rare)));
    fixture.pass(Duration.ofDays(3));
    between = fixture.instant();
    fill(100);
  }

  private void fill(int entries) throws RefusedException {
    fixture.enter(
        operator,
        IntStream.range(0, entries)
            .mapToObj(i -> new AuditEvent.MemberAdded(RoomFixture.keys(9).id(), Role.MEMBER)));
  }

  private List<AuditEntry> found(AuditFilter filter) throws RefusedException {
    return room.audit().newest(operator, 50, null, filter);
  }

  private static List<Long> numbers(List<AuditEntry> entries) {
    return entries.stream().map(AuditEntry::number).toList();
  }

  private void assertRareOnes(AuditFilter filter) throws RefusedException {
    List<AuditEntry> all = found(filter);
    assertThat(all)
        .hasSize(FEW)
        .allSatisfy(each -> assertThat(each.event()).isInstanceOf(AuditEvent.AliasRevoked.class));
    assertThat(all).isSortedAccordingTo((one, other) -> Long.compare(other.number(), one.number()));
    assertThat(numbers(room.audit().newest(operator, 50, all.getFirst().number(), filter)))
        .isEqualTo(numbers(all).subList(1, FEW));
    assertThat(numbers(room.audit().newest(operator, 2, null, filter)))
        .isEqualTo(numbers(all).subList(0, 2));
  }

  @Test
  void rareEntries_areFound_byWhateverIsRareAboutThem() throws Exception {
    fill(MANY);
    assertRareOnes(AuditFilter.of(AuditGroup.ALIASES));
    assertRareOnes(AuditFilter.ALL.with("RARENESS"));
    assertRareOnes(AuditFilter.ALL.with(rare.base64().substring(4, 20).toUpperCase(Locale.ROOT)));
    assertRareOnes(AuditFilter.ALL.by(Optional.of(fixture.alice.id())));
    assertRareOnes(
        AuditFilter.of(AuditGroup.ALIASES).within(Optional.empty(), Optional.of(between)));
  }

  @Test
  void names_findEntriesOfThoseWhoGoByThem_howeverOld() throws Exception {
    fill(MANY);
    room.members().add(operator, rare, Role.MEMBER);
    room.names().note(Actor.of(fixture.alice.id()), rare, "Somebody Seldom");

    assertThat(found(AuditFilter.of(AuditGroup.ALIASES).with("seldom"))).hasSize(FEW);
  }

  @Test
  void days_boundWhatIsFound_toTheMoment() throws Exception {
    assertThat(found(AuditFilter.ALL.within(Optional.of(between), Optional.empty()))).hasSize(50);
    assertThat(
            found(
                AuditFilter.of(AuditGroup.ALIASES).within(Optional.of(between), Optional.empty())))
        .isEmpty();
    assertThat(
            found(
                AuditFilter.ALL.within(
                    Optional.of(between.minus(Duration.ofDays(2))), Optional.of(between))))
        .isEmpty();
  }

  @Test
  void whatManyEntriesName_isFoundAmongThem_andWhatNoneDoesNowhere() throws Exception {
    fill(MANY);
    fixture.enter(
        operator,
        IntStream.range(0, 1200)
            .mapToObj(i -> new AuditEvent.AliasRevoked("common" + i, fixture.bob.id())));

    assertThat(found(AuditFilter.ALL.with("common"))).hasSize(50);
    assertThat(found(AuditFilter.of(AuditGroup.MEMBERS).with("common"))).isEmpty();
    assertThat(found(AuditFilter.ALL.with("nothing is called so"))).isEmpty();
  }

  @Test
  void longSubject_isKeptWhole_andFoundByItsBeginning() throws Exception {
    String origin = "\u00e9".repeat(900);
    fixture.enter(operator, Stream.of(new AuditEvent.Imported(origin, "")));

    List<AuditEntry> found = found(AuditFilter.ALL.with("\u00e9".repeat(90)));

    assertThat(found)
        .extracting(AuditEntry::event)
        .containsExactly(new AuditEvent.Imported(origin, ""));
  }
}
