package alcove.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.health.BackupState;
import alcove.health.CertificateState;
import alcove.health.Disks;
import alcove.health.Figures;
import alcove.health.Measurements;
import alcove.room.growth.Span;
import alcove.room.growth.Sums;
import alcove.web.dashboard.Period.Part;
import alcove.web.page.Language;
import alcove.web.page.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The past of a room, divided, drawn and written. */
class GrowthTest {
  /** A Wednesday. */
  private static final Instant NOW = Instant.parse("2026-04-01T10:30:00Z");

  private final List<Sums.Kept> past = new ArrayList<>();
  private final Measurements measurements =
      new Measurements() {
        @Override
        public Figures now() {
          throw new UnsupportedOperationException();
        }

        @Override
        public Disks.Spaces disks() {
          return Disks.Spaces.UNKNOWN;
        }

        @Override
        public BackupState backups() {
          return BackupState.OFF;
        }

        @Override
        public Optional<CertificateState> certificates() {
          return Optional.empty();
        }

        @Override
        public List<Sums.Kept> history(Span span) {
          return past.stream().filter(each -> each.span() == span).toList();
        }
      };

  private void add(Span span, String begins, Sums sums) {
    past.add(new Sums.Kept(span, Instant.parse(begins), sums));
  }

  private static Sums sums(long online, long claims, long people, long weekPeople) {
    return new Sums(1, online, online, 7, claims, 0, 0, 0, people, weekPeople);
  }

  private GrowthView view(String figure, String period, boolean all) {
    return GrowthView.of(
        measurements,
        NOW,
        new GrowthView.Asked(Optional.of(figure), Optional.of(period)),
        all,
        Texts.builtIn(),
        Language.ENGLISH);
  }

  @Test
  void day_endsWithTheHourThatItIs() {
    add(Span.HOUR, "2026-03-31T10:00:00Z", sums(1, 0, 0, 0));
    add(Span.HOUR, "2026-03-31T11:00:00Z", sums(2, 0, 0, 0));
    add(Span.HOUR, "2026-04-01T10:00:00Z", sums(3, 0, 0, 0));

    List<Part> parts = Period.DAY.parts(measurements, NOW);

    assertThat(parts).hasSize(24);
    assertThat(parts.getFirst().begins()).isEqualTo("2026-03-31T11:00:00Z");
    assertThat(parts.getLast().begins()).isEqualTo("2026-04-01T10:00:00Z");
    assertThat(parts).filteredOn(part -> part.sums() != null).hasSize(2);
    assertThat(parts)
        .filteredOn(Part::hasTick)
        .extracting(part -> part.begins().toString().substring(11, 16))
        .containsExactly("12:00", "18:00", "00:00", "06:00");
  }

  @Test
  void periods_haveAsManyPartsAsTheyHaveHoursDaysOrWeeks() {
    for (Period period : Period.values()) {
      List<Part> parts = period.parts(measurements, NOW);
      assertThat(parts.stream().filter(Part::hasTick).count()).as(period.word()).isBetween(4L, 7L);
      assertThat(parts.getLast().begins()).isBeforeOrEqualTo(NOW);
    }
    assertThat(Period.WEEK.parts(measurements, NOW)).hasSize(168);
    assertThat(Period.MONTH.parts(measurements, NOW)).hasSize(30);
    assertThat(Period.YEAR.parts(measurements, NOW)).hasSize(53);
    assertThat(Period.TWO_YEARS.parts(measurements, NOW)).hasSize(105);
  }

  @Test
  void week_isFromMondayToSunday_andCountsWhoCameOnEachDayOnce() {
    add(Span.DAY, "2026-03-29T00:00:00Z", sums(9, 4, 5, 6));
    add(Span.DAY, "2026-03-30T00:00:00Z", sums(1, 1, 3, 5));
    add(Span.DAY, "2026-03-31T00:00:00Z", sums(4, 2, 3, 4));

    List<Part> parts = Period.YEAR.parts(measurements, NOW);

    assertThat(parts.getLast().begins()).isEqualTo("2026-03-30T00:00:00Z");
    assertThat(parts.getLast().sums()).isEqualTo(new Sums(2, 5, 4, 7, 3, 0, 0, 0, 4, 4));
    assertThat(parts.get(51).sums()).isEqualTo(new Sums(1, 9, 9, 7, 4, 0, 0, 0, 6, 6));
  }

  @Test
  void whatIsLaterThanNow_isNotShown() {
    add(Span.HOUR, "2026-04-01T11:00:00Z", sums(1, 0, 0, 0));
    add(Span.DAY, "2040-01-01T00:00:00Z", sums(1, 0, 0, 0));

    for (String period : List.of("day", "week", "month", "year", "two-years")) {
      assertThat(view("", period, true).rows()).isEmpty();
    }
  }

  @Test
  void view_ofWhoSeesAll_isOfWhatTheQueryAsksFor() {
    add(Span.DAY, "2026-04-01T00:00:00Z", sums(1, 12, 3, 8));

    GrowthView view = view("claims", "month", true);

    assertThat(view.figure()).isEqualTo("claims");
    assertThat(view.figures()).hasSize(7);
    assertThat(view.rows()).containsExactly(new GrowthView.Row("Apr 1, 2026", "12", "", 0));
    assertThat(view.periods())
        .filteredOn(GrowthView.Choice::current)
        .extracting(GrowthView.Choice::href)
        .containsExactly("/dashboard/measurements?figure=claims&period=month");
  }

  @Test
  void view_ofAMember_isOfPeopleOnlineWhateverTheQueryAsksFor() {
    GrowthView view = view("members", "year", false);

    assertThat(view.figure()).isEqualTo("online");
    assertThat(view.period()).isEqualTo("year");
    assertThat(view.figures()).isEmpty();
  }

  @Test
  void view_ofNonsense_isThatOfTheLastDay() {
    GrowthView view = view("<b>", "century", true);

    assertThat(view.figure()).isEqualTo("online");
    assertThat(view.period()).isEqualTo("day");
  }

  @Test
  void spot_saysWhenHowManyAndWhetherTheServerWasStarted() {
    add(Span.HOUR, "2026-04-01T09:00:00Z", new Sums(60, 90, 4, 7, 0, 0, 0, 1, 5, 5));
    add(Span.HOUR, "2026-04-01T10:00:00Z", sums(2, 0, 0, 0));

    assertThat(view("", "", true).chart().toString())
        .contains("9:00\u202fAM: 4 at most, 1.5 on average. The server was started.")
        .contains("10:00\u202fAM: 2 at most, 2 on average,");
  }

  @Test
  void document_hasALineForEachSpan_thatEndsWithCrAndLf() {
    add(Span.DAY, "2026-03-31T00:00:00Z", new Sums(3, 10, 5, 7, 1, 2, 3L << 40, 1, 6, 8));
    add(Span.DAY, "2026-04-01T00:00:00Z", Sums.NONE);

    assertThat(GrowthDocument.of(measurements.history(Span.DAY)))
        .isEqualTo(
            """
            begins,online_most,online_mean,people,people_7_days,members,invites_claimed,tunnels,tunnel_bytes,server_starts
            2026-03-31T00:00:00Z,5,3.33,6,8,7,1,2,3298534883328,1
            2026-04-01T00:00:00Z,0,0.00,0,0,0,0,0,0,0
            """
                .replace("\n", "\r\n"));
  }

  @Test
  void length_ofAllThatIsKept_isWhatPeriodsShow() {
    assertThat(Span.HOUR.length().multipliedBy(Span.HOUR.most())).isEqualTo(Duration.ofDays(30));
    assertThat(Span.DAY.most()).isGreaterThanOrEqualTo(2 * 365);
  }
}
