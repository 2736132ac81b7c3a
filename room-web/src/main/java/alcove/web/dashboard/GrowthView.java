package alcove.web.dashboard;

import alcove.health.Measurements;
import alcove.identity.Word;
import alcove.room.growth.Sums;
import alcove.web.page.Chart;
import alcove.web.page.Language;
import alcove.web.page.Texts;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The past of the room by one figure and period, as their template sees it.
 *
 * @param figure the end of its texts' keys
 * @param period the end of its text's key
 * @param figures those to choose from
 * @param periods those to choose from
 * @param rows the parts that somebody measured, newest first
 */
record GrowthView(
    String figure,
    String period,
    List<Choice> figures,
    List<Choice> periods,
    Chart chart,
    List<Row> rows) {
  private static final GrowthFigure FOR_ALL = GrowthFigure.ONLINE;

  /** The words that a query has for figure and period, which anybody may make up. */
  record Asked(Optional<String> figure, Optional<String> period) {}

  /** A link to another figure or period. */
  record Choice(String word, String href, boolean current) {}

  /**
   * A part in the table.
   *
   * @param second empty where the figure has no second value
   * @param started how often the server began in it
   */
  record Row(String when, String value, String second, long started) {}

  /** Whether the figure has a second value. */
  public boolean hasSecond() {
    return figure.equals(GrowthFigure.ONLINE.word());
  }

  /** Whether the server began in the period. */
  public boolean hasStarts() {
    return rows.stream().anyMatch(row -> row.started() > 0);
  }

  /**
   * What was asked for, as far as it is there and may be seen.
   *
   * @param mayReadAll whether there is more to see than how many are online
   */
  static GrowthView of(
      Measurements measurements,
      Instant now,
      Asked asked,
      boolean mayReadAll,
      Texts texts,
      Language language) {
    GrowthFigure figure =
        asked
            .figure()
            .flatMap(word -> Word.named(GrowthFigure.class, word))
            .filter(each -> mayReadAll || each == FOR_ALL)
            .orElse(FOR_ALL);
    Period period =
        asked.period().flatMap(word -> Word.named(Period.class, word)).orElse(Period.DAY);
    Writer writer = new Writer(figure, period, texts, language);
    List<Period.Part> parts = period.parts(measurements, now);
    return new GrowthView(
        figure.word(),
        period.word(),
        mayReadAll ? figures(figure, period) : List.of(),
        periods(figure, period),
        Chart.of(parts.stream().map(writer::slot).toList(), figure.quantity(), language.locale()),
        parts.reversed().stream().map(writer::row).filter(Objects::nonNull).toList());
  }

  private static List<Choice> figures(GrowthFigure figure, Period period) {
    return Stream.of(GrowthFigure.values())
        .map(each -> new Choice(each.word(), href(each, period), each == figure))
        .toList();
  }

  private static List<Choice> periods(GrowthFigure figure, Period period) {
    return Stream.of(Period.values())
        .map(each -> new Choice(each.word(), href(figure, each), each == period))
        .toList();
  }

  private static String href(GrowthFigure figure, Period period) {
    return "%s?figure=%s&period=%s"
        .formatted(MeasurementsHandler.PATH, figure.word(), period.word());
  }

  /** The writer of what a part was, in a language. */
  private record Writer(GrowthFigure figure, Period period, Texts texts, Language language) {
    Chart.Slot slot(Period.Part part) {
      Sums sums = part.sums();
      String tick = part.hasTick() ? tick(part.begins()) : null;
      return sums == null
          ? new Chart.Slot(null, null, "", false, tick)
          : new Chart.Slot(
              figure.of(sums),
              figure == GrowthFigure.ONLINE ? sums.meanOnline() : null,
              words(part.begins(), sums),
              sums.starts() > 0,
              tick);
    }

    @Nullable Row row(Period.Part part) {
      Sums sums = part.sums();
      return sums == null
          ? null
          : new Row(
              when(part.begins()),
              value(sums),
              figure == GrowthFigure.ONLINE ? mean(sums) : "",
              sums.starts());
    }

    private String words(Instant begins, Sums sums) {
      String words =
          figure == GrowthFigure.ONLINE
              ? say("measurements.spot.online", when(begins), value(sums), mean(sums))
              : say("measurements.spot", when(begins), value(sums));
      return sums.starts() > 0 ? say("measurements.spot.started", words) : words;
    }

    private String value(Sums sums) {
      return figure.quantity().text(figure.of(sums), language.locale());
    }

    private String mean(Sums sums) {
      NumberFormat format = NumberFormat.getInstance(language.locale());
      format.setMaximumFractionDigits(1);
      return format.format(sums.meanOnline());
    }

    private String when(Instant begins) {
      String when =
          write(
              begins,
              period.isByHour()
                  ? DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
                  : DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM));
      return period.isByWeek() ? say("measurements.week-of", when) : when;
    }

    private String tick(Instant begins) {
      Instant named = period.isByWeek() ? begins.plusSeconds(6L * 24 * 60 * 60) : begins;
      return write(
          named,
          switch (period) {
            case DAY -> DateTimeFormatter.ofLocalizedTime(FormatStyle.SHORT);
            case WEEK, MONTH -> DateTimeFormatter.ofLocalizedPattern("MMMd");
            case YEAR, TWO_YEARS -> DateTimeFormatter.ofLocalizedPattern("yMMM");
          });
    }

    private String write(Instant instant, DateTimeFormatter formatter) {
      return formatter.localizedBy(language.locale()).withZone(ZoneOffset.UTC).format(instant);
    }

    private String say(String key, Object... values) {
      return texts.say(language, key, values);
    }
  }
}
