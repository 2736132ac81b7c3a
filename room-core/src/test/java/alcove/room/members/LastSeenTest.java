package alcove.room.members;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.identity.FeedId;
import alcove.room.RegistryTest;
import alcove.room.Room;
import alcove.room.RoomFixture;
import alcove.room.model.ListedMember;
import alcove.room.model.Member;
import alcove.room.model.MemberSearch;
import alcove.room.model.MemberSort;
import alcove.room.model.Paging;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.model.Session;
import alcove.room.model.SignInWay;
import alcove.room.model.StorageException;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.room.registry.Registry;
import alcove.room.registry.Tables;
import alcove.store.DatabaseUrl;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

public class LastSeenTest extends RegistryTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-05-04");
  private static final Actor OPERATOR = Actor.operator();
  private static final Duration DAY = Duration.ofDays(1);

  private FeedId alice;
  private FeedId bob;
  private FeedId carol;

  LastSeenTest(Supplier<DatabaseUrl> databases) {
    super(databases);
  }

  @BeforeEach
  void join() throws RefusedException {
    alice = fixture.join(fixture.alice, Role.ADMIN);
    bob = fixture.join(fixture.bob, Role.MODERATOR);
    carol = fixture.join(fixture.carol, Role.MEMBER);
  }

  private void turn(String value) throws RefusedException {
    room.change(OPERATOR, RoomSetting.LAST_SEEN, value);
  }

  private Optional<LocalDate> day(FeedId id) {
    return room.members().find(id).flatMap(Member::lastSeen);
  }

  private void see(FeedId... all) {
    for (FeedId each : all) {
      room.lastSeen().see(each);
    }
    room.lastSeen().keep();
  }

  @Test
  void atFirst_nothingIsKept() {
    see(alice, carol);

    assertThat(room.settings().lastSeen()).isFalse();
    assertThat(day(alice)).isEmpty();
    assertThat(day(carol)).isEmpty();
  }

  @Test
  void member_whoIsHere_hasTheDay_andAStrangerHasNone() throws Exception {
    turn("yes");
    long before = fixture.kept();
    see(carol, fixture.dave.id());
    assertThat(day(carol)).contains(TODAY);
    assertThat(day(alice)).isEmpty();
    assertThat(fixture.kept()).as("no change of the room").isEqualTo(before);

    fixture.pass(DAY);
    assertThat(day(carol)).contains(TODAY);
    see(carol);
    assertThat(day(carol)).contains(TODAY.plusDays(1));
    room.members().changeRole(OPERATOR, carol, Role.MODERATOR);
    assertThat(day(carol)).as("with another role").contains(TODAY.plusDays(1));
    room.members().replace(OPERATOR, carol, fixture.dave.id());
    assertThat(day(fixture.dave.id())).as("with a new id").contains(TODAY.plusDays(1));
  }

  @Test
  void browser_inWhichSomebodyIsSignedIn_isASight() throws Exception {
    turn("yes");
    String token =
        room.sessions().open(carol, SignInWay.APP, Session.Device.UNKNOWN, "").token().text();
    room.sessions().find(token);
    room.lastSeen().keep();

    assertThat(day(carol)).contains(TODAY);
  }

  @Test
  void clock_thatWasAhead_leavesNoDayOfTheFuture() throws Exception {
    turn("yes");
    fixture.pass(DAY.multipliedBy(400));
    see(carol);
    fixture.pass(DAY.multipliedBy(-400));
    see(carol);

    assertThat(day(carol)).contains(TODAY);
  }

  @Test
  void turnedOff_allIsForgotten_alsoWhatIsNotWrittenYet_andOnAgainItBeginsAnew() throws Exception {
    turn("yes");
    see(carol);
    room.lastSeen().see(bob);
    turn("no");
    turn("yes");
    room.lastSeen().keep();
    assertThat(day(carol)).isEmpty();
    assertThat(day(bob)).isEmpty();

    see(carol);
    assertThat(day(carol)).contains(TODAY);
  }

  @Test
  void turnedOff_whileItIsWritten_leavesNothing() throws Exception {
    turn("yes");
    var before =
        new Before(
            fixture,
            () -> {
              try {
                turn("no");
              } catch (RefusedException impossible) {
                throw new AssertionError(impossible);
              }
            });
    Room other = fixture.open(before);
    other.lastSeen().see(carol);
    other.lastSeen().keep();

    assertThat(before.called).isTrue();
    assertThat(day(carol)).isEmpty();
  }

  /** A registry to which something else is written first. */
  private static final class Before implements Registry {
    private final RoomFixture fixture;
    private final Runnable first;
    private boolean called;

    Before(RoomFixture fixture, Runnable first) {
      this.fixture = fixture;
      this.first = first;
    }

    @Override
    public <T> T read(Reading<T> reading) {
      return fixture.read(reading);
    }

    @Override
    public <T> T write(Writing<T> writing) throws RefusedException {
      return fixture.change(writing);
    }

    @Override
    public void note(Consumer<Tables> writing) {
      first.run();
      called = true;
      fixture.write(writing);
    }
  }

  @Test
  void removedMember_takesItAlong_andWhoComesBackBeginsAnew() throws Exception {
    turn("yes");
    see(carol);
    Member former = room.members().find(carol).orElseThrow();
    room.members().remove(OPERATOR, carol);
    fixture.join(fixture.carol, Role.MEMBER);
    assertThat(day(carol)).isEmpty();
    see(carol);
    assertThat(day(carol)).as("the same day").contains(TODAY);

    room.members().remove(OPERATOR, carol);
    turn("no");
    room.members().readmit(OPERATOR, former);
    assertThat(day(carol)).as("brought back where it is not kept any more").isEmpty();
  }

  @Test
  void roomThatComesBackAtOnce_isWrittenInAFewTransactions_andOnceADay() throws Exception {
    List<FeedId> all = new ArrayList<>();
    for (int i = 0; i < LastSeen.MOST_AT_ONCE * 2 + 10; i++) {
      all.add(FeedId.of(ByteBuffer.allocate(32).putInt(i).array()));
    }
    fixture.write(
        tables ->
            all.forEach(
                id ->
                    tables
                        .members()
                        .put(
                            Member.joining(
                                id,
                                Role.MEMBER,
                                fixture.instant(),
                                Optional.empty(),
                                Optional.empty()))));
    turn("yes");
    AtomicInteger writes = new AtomicInteger();
    AtomicBoolean fails = new AtomicBoolean(true);
    Room back = fixture.open(counting(writes, fails));
    for (int times = 0; times < 3; times++) {
      all.forEach(back.lastSeen()::see);
    }
    assertThatThrownBy(back.lastSeen()::keep).isInstanceOf(StorageException.class);
    fails.set(false);
    writes.set(0);
    back.lastSeen().keep();

    assertThat(writes).hasValue(3);
    assertThat(day(all.getFirst())).contains(TODAY);
    assertThat(day(all.getLast())).contains(TODAY);
    all.forEach(back.lastSeen()::see);
    back.lastSeen().keep();
    assertThat(writes).as("the same day").hasValue(3);
  }

  private Registry counting(AtomicInteger writes, AtomicBoolean fails) {
    return new Registry() {
      @Override
      public <T> T read(Reading<T> reading) {
        return fixture.read(reading);
      }

      @Override
      public <T> T write(Writing<T> writing) throws RefusedException {
        return fixture.change(writing);
      }

      @Override
      public void note(Consumer<Tables> writing) {
        writes.incrementAndGet();
        if (fails.get()) {
          throw new StorageException("away");
        }
        fixture.write(writing);
      }
    };
  }

  @Test
  void days_areForModerators_andOnesOwn() throws Exception {
    turn("yes");
    see(alice, carol);

    assertThat(seenBy(bob, carol)).contains(TODAY);
    assertThat(seenBy(carol, carol)).contains(TODAY);
    assertThat(seenBy(carol, alice)).isEmpty();
    assertThat(page(carol, search(MemberSort.NEWEST)))
        .filteredOn(each -> !each.member().id().equals(carol))
        .allMatch(each -> each.member().lastSeen().isEmpty());
    assertThat(room.dataOf(carol).listed().member().lastSeen()).contains(TODAY);
  }

  private Optional<LocalDate> seenBy(FeedId reader, FeedId id) throws RefusedException {
    return room.members().see(Actor.of(reader), id).member().lastSeen();
  }

  private static MemberSearch search(MemberSort sort) {
    return new MemberSearch("", sort);
  }

  private List<ListedMember> page(FeedId reader, MemberSearch search) throws RefusedException {
    return room.members().page(Actor.of(reader), search, new Paging(1, 50)).rows();
  }

  @Test
  void list_isSortedAndFilteredByThem_forThoseWhoSeeThem() throws Exception {
    turn("yes");
    see(carol);
    fixture.pass(DAY.multipliedBy(40));
    see(alice);
    FeedId dave = fixture.join(fixture.dave, Role.MEMBER);

    assertThat(ids(page(bob, search(MemberSort.SEEN)))).startsWith(alice, carol).hasSize(4);
    MemberSearch away = search(MemberSort.OLDEST).unseenSince(Optional.of(TODAY.plusDays(40 - 30)));
    assertThat(ids(page(bob, away))).containsExactlyInAnyOrder(bob, carol);
    assertThat(ids(page(carol, away))).containsExactlyInAnyOrder(alice, bob, carol, dave);
    assertThat(ids(page(carol, search(MemberSort.SEEN))))
        .isEqualTo(ids(page(carol, search(MemberSort.NEWEST))));
  }

  private static List<FeedId> ids(List<ListedMember> all) {
    return all.stream().map(each -> each.member().id()).toList();
  }
}
