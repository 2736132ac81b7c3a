package alcove.ops.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import alcove.health.Figures;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.growth.Span;
import alcove.room.growth.Sums;
import alcove.room.model.StorageException;
import alcove.room.registry.Registry;
import alcove.room.registry.Tables;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import alcove.web.TestSite;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a server records of its hours and days, and what is left of it after all that happens. */
class HistoryTest {
  private static final Instant NOON = Instant.parse("2026-03-29T12:00:00Z");

  private final Database database =
      Database.open(new DatabaseUrl.H2Memory("history-" + UUID.randomUUID()));
  private final Failing registry = new Failing(database);
  private History history;
  private Recorder recorder;

  HistoryTest() {
    start();
  }

  @AfterEach
  void close() {
    database.close();
  }

  /** A registry that cannot be written, or says so, when a test wants it. */
  private static final class Failing implements Registry {
    private final Registry registry;
    private boolean isGone;
    private boolean loses;
    private boolean undoes;
    private int writes;

    private Failing(Registry registry) {
      this.registry = registry;
    }

    @Override
    public <T> T read(Reading<T> reading) {
      if (isGone) {
        throw failure();
      }
      return registry.read(reading);
    }

    @Override
    public <T> T write(Writing<T> writing) {
      throw new AssertionError("a change of the room");
    }

    @Override
    public void note(Consumer<Tables> writing) {
      if (isGone) {
        throw failure();
      }
      writes++;
      registry.note(
          tables -> {
            writing.accept(tables);
            if (undoes) {
              throw failure();
            }
          });
      if (loses) {
        throw failure();
      }
    }

    private static StorageException failure() {
      return new StorageException("gone", new IOException());
    }
  }

  /** A server that begins, as after a kill: nothing is known but what was kept. */
  private void start() {
    history = new History(registry);
    recorder = new Recorder(history, new ActivePeople(), () -> true);
  }

  private static FeedId person() {
    return FeedKeyPair.create(TestSite.CRYPTO).id();
  }

  private void record(Instant at, long bytes, FeedId... people) {
    Figures figures = TestFigures.at(at, people.length, bytes);
    recorder.record(figures, Set.of(people));
  }

  private List<Sums> hours(Instant now) {
    return history.until(Span.HOUR, now).stream().map(Sums.Kept::sums).toList();
  }

  private Sums day(Instant now) {
    return history.until(Span.DAY, now).getLast().sums();
  }

  private List<Sums.Kept> kept() {
    return database.read(tables -> tables.sums().all());
  }

  @Test
  void hour_hasTheMostAndTheMean_andWhatHappenedInIt() {
    FeedId one = person();
    record(NOON, 100, one, person(), person());
    record(NOON.plusSeconds(60), 130, one);
    record(NOON.plusSeconds(120), 170, one, person());

    Sums hour = hours(NOON.plusSeconds(120)).getLast();

    assertThat(hour.mostOnline()).isEqualTo(3);
    assertThat(hour.meanOnline()).isEqualTo(2);
    assertThat(hour.tunnelBytes()).isEqualTo(170);
    assertThat(hour.people()).isEqualTo(4);
    assertThat(hour.members()).isEqualTo(8);
    assertThat(hour.claims()).isEqualTo(9);
    assertThat(hour.starts()).isEqualTo(1);
  }

  @Test
  void look_thatComesTooSoon_countsForNoMoreThanOthers() {
    record(NOON, 0, person());
    record(NOON.plusSeconds(1), 5, person(), person(), person());

    Sums hour = hours(NOON).getLast();
    assertThat(hour.samples()).isEqualTo(1);
    assertThat(hour.mostOnline()).isEqualTo(1);
    assertThat(hour.tunnelBytes()).isEqualTo(5);
  }

  @Test
  void hoursAndDays_beginByUtc_alsoWhereClocksAreSetForward() {
    Instant before = Instant.parse("2026-03-28T23:59:59.999Z");
    record(before, 10, person());
    record(before.plusMillis(1), 30, person());
    record(Instant.parse("2026-03-29T01:00:00Z"), 60, person());
    record(Instant.parse("2026-03-29T02:00:00Z"), 100, person());

    Instant now = Instant.parse("2026-03-29T02:00:00Z");
    assertThat(history.until(Span.HOUR, now))
        .extracting(each -> each.begins().toString(), each -> each.sums().tunnelBytes())
        .containsExactly(
            tuple("2026-03-28T23:00:00Z", 10L),
            tuple("2026-03-29T00:00:00Z", 20L),
            tuple("2026-03-29T01:00:00Z", 30L),
            tuple("2026-03-29T02:00:00Z", 40L));
    assertThat(history.until(Span.DAY, now))
        .extracting(each -> each.sums().tunnelBytes())
        .containsExactly(10L, 90L);
  }

  @Test
  void people_ofADayAndAWeek_areCountedOnce() {
    FeedId regular = person();
    for (int day = 0; day < 8; day++) {
      record(NOON.plus(Duration.ofDays(day)), 0, regular, person());
      record(NOON.plus(Duration.ofDays(day)).plusSeconds(3600), 0, regular);
    }

    Instant last = NOON.plus(Duration.ofDays(7));
    assertThat(day(last).people()).isEqualTo(2);
    // the regular, and one of each of seven days
    assertThat(day(last).weekPeople()).isEqualTo(8);
  }

  @Test
  void restartWithinAnHour_goesOnFromWhatWasKept_andLowersNothing() {
    record(NOON, 100, person(), person(), person());
    history.keep(NOON);
    start();
    record(NOON.plusSeconds(600), 50, person());

    // before the first is read
    assertThat(hours(NOON.plusSeconds(600)).getLast().starts()).isEqualTo(1);
    history.keep(NOON.plusSeconds(600));

    Sums hour = hours(NOON.plusSeconds(600)).getLast();
    assertThat(hour.starts()).isEqualTo(2);
    assertThat(hour.people()).isEqualTo(3);
    assertThat(hour.weekPeople()).isEqualTo(3);
    assertThat(hour.tunnelBytes()).isEqualTo(150);
    assertThat(hour.samples()).isEqualTo(2);
    assertThat(kept()).hasSize(2).allSatisfy(each -> assertThat(each.sums()).isEqualTo(hour));
  }

  @Test
  void week_afterARestart_isNoLessThanItsDays() {
    record(NOON, 0, person(), person(), person());
    history.keep(NOON);
    start();
    history.keep(NOON);
    Instant next = NOON.plus(Duration.ofDays(1));
    record(next, 0, person());

    assertThat(day(next).people()).isEqualTo(1);
    assertThat(day(next).weekPeople()).isEqualTo(3);
  }

  @Test
  void kill_losesWhatWasNotKept() {
    record(NOON, 100);
    history.keep(NOON);
    record(NOON.plusSeconds(60), 400);
    start();
    history.keep(NOON.plusSeconds(120));

    assertThat(hours(NOON.plusSeconds(120)).getLast().tunnelBytes()).isEqualTo(100);
  }

  @Test
  void registry_thatFailsForAnHour_hasAllOfItLater() {
    registry.isGone = true;
    for (int minute = 0; minute <= 60; minute++) {
      Instant at = NOON.plus(Duration.ofMinutes(minute));
      record(at, minute);
      assertThatThrownBy(() -> history.keep(at)).isInstanceOf(StorageException.class);
    }
    registry.isGone = false;
    history.keep(NOON.plus(Duration.ofMinutes(60)));

    assertThat(kept())
        .extracting(Sums.Kept::span, each -> each.sums().tunnelBytes())
        .containsExactlyInAnyOrder(
            tuple(Span.HOUR, 59L), tuple(Span.HOUR, 1L), tuple(Span.DAY, 60L));
    assertThat(registry.writes).isEqualTo(1);
  }

  @Test
  void write_ofWhichNobodyKnows_countsOnce() {
    record(NOON, 100);
    registry.loses = true;
    assertThatThrownBy(() -> history.keep(NOON)).isInstanceOf(StorageException.class);
    registry.loses = false;
    history.keep(NOON);
    history.keep(NOON);

    assertThat(kept()).allSatisfy(each -> assertThat(each.sums().tunnelBytes()).isEqualTo(100));
  }

  @Test
  void registry_thatIsNeverWritten_takesNoMoreMemoryForIt() {
    for (int hour = 0; hour < 5000; hour++) {
      record(NOON.plus(Duration.ofHours(hour)), hour);
    }
    registry.isGone = false;
    history.keep(NOON.plus(Duration.ofHours(4999)));

    assertThat(kept()).filteredOn(each -> each.span() == Span.HOUR).hasSizeLessThan(1441);
  }

  @Test
  void clock_setBack_goesOnInTheHourThatItSays() {
    record(NOON, 100, person());
    record(NOON.plus(Duration.ofHours(2)), 200, person());
    record(NOON.plusSeconds(300), 300, person());
    history.keep(NOON.plusSeconds(300));

    assertThat(hours(NOON.plusSeconds(300)))
        .singleElement()
        .satisfies(hour -> assertThat(hour.tunnelBytes()).isEqualTo(200));
    assertThat(hours(NOON.plus(Duration.ofHours(2))).getLast().tunnelBytes()).isEqualTo(100);
  }

  @Test
  void clock_aheadForAnHour_costsNoYears() {
    for (int day = 0; day < 100; day++) {
      record(NOON.plus(Duration.ofDays(day)), day);
    }
    Instant wrong = NOON.plus(Duration.ofDays(9000));
    for (int minute = 0; minute < 60; minute += 10) {
      record(wrong.plus(Duration.ofMinutes(minute)), 100);
      history.keep(wrong.plus(Duration.ofMinutes(minute)));
    }
    Instant right = NOON.plus(Duration.ofDays(100));
    record(right, 101);

    assertThat(history.until(Span.DAY, right)).hasSize(95);
  }

  @Test
  void people_whileTheClockIsAhead_areNotHereForEver() {
    record(NOON.plus(Duration.ofDays(9000)), 0, person(), person());
    record(NOON, 0, person());

    assertThat(day(NOON).people()).isEqualTo(1);
  }

  @Test
  void spans_beyondWhatIsKept_goOneByOne_andTheRestStays() {
    List<Sums.Kept> old = new ArrayList<>();
    for (int day = 0; day < Span.DAY.most() + 3; day++) {
      old.add(new Sums.Kept(Span.DAY, Span.DAY.begin(NOON.minus(Duration.ofDays(day))), Sums.NONE));
    }
    database.note(tables -> old.forEach(tables.sums()::put));
    record(NOON, 0);
    for (int i = 0; i < 5; i++) {
      history.keep(NOON);
    }

    assertThat(kept())
        .filteredOn(each -> each.span() == Span.DAY)
        .hasSize(732)
        .extracting(Sums.Kept::begins)
        .contains(Span.DAY.begin(NOON), Span.DAY.begin(NOON.minus(Duration.ofDays(731))));
    assertThat(history.until(Span.DAY, NOON)).hasSize(732);
  }

  @Test
  void people_moreThanCanBeToldApart_areNotCounted() {
    ActivePeople people = new ActivePeople();
    byte[] key = new byte[32];
    for (int i = 0; i < ActivePeople.MOST + 10; i++) {
      key[0] = (byte) i;
      key[1] = (byte) (i >> 8);
      key[2] = (byte) (i >> 16);
      people.see(FeedId.of(key.clone()), NOON);
    }
    assertThat(people.since(NOON, NOON)).isEqualTo(ActivePeople.MOST);

    people.forget(NOON.plus(Duration.ofDays(8)));
    assertThat(people.size()).isZero();
  }

  @Test
  void end_recordsWhatHappened_andNobodyOnline() {
    record(NOON, 10, person(), person());
    recorder.end(TestFigures.at(NOON.plusSeconds(600), 0, 70));

    Sums hour = hours(NOON.plusSeconds(600)).getLast();
    assertThat(hour.meanOnline()).isEqualTo(2);
    assertThat(hour.members()).isEqualTo(8);
    assertThat(hour.tunnelBytes()).isEqualTo(70);
  }

  /** Another node of the room. */
  private final class OtherNode {
    private boolean seesAll = true;
    private final History history = new History(registry);
    private final Recorder recorder = new Recorder(history, new ActivePeople(), () -> seesAll);

    private void record(Instant at, long bytes, FeedId... people) {
      recorder.record(TestFigures.at(at, people.length, bytes), Set.of(people));
    }
  }

  @Test
  void nodes_thatKeepByTurns_haveOneHistory_thatOfTheRoom() {
    OtherNode other = new OtherNode();
    FeedId one = person();
    FeedId two = person();
    for (int minute = 0; minute < 30; minute++) {
      Instant at = NOON.plus(Duration.ofMinutes(minute));
      record(at, 100L * (minute + 1), one, two);
      other.record(at, 10L * (minute + 1), one, two);
      if (minute % 10 == 9) {
        history.keep(at);
        other.history.keep(at);
      }
    }
    Instant now = NOON.plus(Duration.ofMinutes(30));
    history.keep(now);

    Sums day = day(now);
    assertThat(day.tunnelBytes()).isEqualTo(3300);
    assertThat(day.starts()).isEqualTo(2);
    assertThat(day.claims()).isEqualTo(2 * 9);
    assertThat(day.meanOnline()).isEqualTo(2);
    assertThat(day.mostOnline()).isEqualTo(2);
    assertThat(day.people()).isEqualTo(2);
    assertThat(day.members()).isEqualTo(8);
    assertThat(kept()).hasSize(2).allSatisfy(each -> assertThat(each.sums()).isEqualTo(day));
    assertThat(other.history.until(Span.DAY, now).getLast().sums()).isEqualTo(day);
  }

  @Test
  void node_thatDoesNotSeeAllYet_countsWhatHappensAtIt_butNotWhoIsOnline() {
    OtherNode other = new OtherNode();
    other.seesAll = false;
    other.record(NOON, 10);
    other.history.keep(NOON);
    assertThat(other.history.until(Span.HOUR, NOON).getLast().sums().members()).isEqualTo(8);
    record(NOON, 100, person(), person());
    history.keep(NOON);

    Sums hour = hours(NOON).getLast();
    assertThat(hour.tunnelBytes()).isEqualTo(110);
    assertThat(hour.meanOnline()).isEqualTo(2);
    assertThat(hour.starts()).isEqualTo(2);
  }

  @Test
  void write_ofWhichNobodyKnows_countsOnce_whereAnotherNodeWritesInBetween() {
    OtherNode other = new OtherNode();
    record(NOON, 100);
    registry.loses = true;
    assertThatThrownBy(() -> history.keep(NOON)).isInstanceOf(StorageException.class);
    registry.loses = false;
    assertThat(day(NOON).tunnelBytes()).isEqualTo(100);
    other.record(NOON, 10);
    other.history.keep(NOON);
    record(NOON.plusSeconds(60), 130);
    history.keep(NOON);

    assertThat(day(NOON).tunnelBytes()).isEqualTo(140);
    assertThat(kept()).allSatisfy(each -> assertThat(each.sums().tunnelBytes()).isEqualTo(140));
  }

  /** As where the connection breaks before the commit. */
  @Test
  void write_thatWasNotMade_andOfWhichNobodyKnows_isMade() {
    record(NOON, 100);
    registry.undoes = true;
    assertThatThrownBy(() -> history.keep(NOON)).isInstanceOf(StorageException.class);
    registry.undoes = false;
    record(NOON.plusSeconds(60), 130);
    history.keep(NOON);

    assertThat(day(NOON).tunnelBytes()).isEqualTo(130);
    assertThat(kept()).allSatisfy(each -> assertThat(each.sums().tunnelBytes()).isEqualTo(130));
  }
}
