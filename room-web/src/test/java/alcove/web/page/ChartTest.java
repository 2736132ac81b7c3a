package alcove.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.web.page.Chart.Slot;
import alcove.web.page.Chart.Spot;
import alcove.web.page.Chart.Summary;
import alcove.web.page.Chart.Tick;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChartTest {
  private static Slot slot(@Nullable Long value) {
    return new Slot(value, null, "words " + value, false, null);
  }

  private static Chart counts(@Nullable Long... values) {
    return Chart.of(
        Arrays.stream(values).map(ChartTest::slot).toList(), Quantity.COUNT, Locale.ENGLISH);
  }

  @Test
  void chart_withoutValues_isEmptyButHasAScale() {
    Chart chart = counts(null, null);

    assertThat(chart.line()).isEmpty();
    assertThat(chart.second()).isEmpty();
    assertThat(chart.spots()).isEmpty();
    assertThat(chart.summary()).isEmpty();
    assertThat(chart.scale()).containsExactly(new Tick("100%", "0"), new Tick("0%", "1"));
    assertThat(chart.viewBox()).isEqualTo("0 0 1000 1000");
  }

  /** As after thirteen minutes. */
  @Test
  void chart_ofOneValue_isADot() {
    Chart chart = counts(null, null, null, 5L);

    assertThat(chart.spots())
        .containsExactly(new Spot("75.00%", "25.00%", "87.50%", "0.00%", "words 5", true, false));
    assertThat(chart.summary()).contains(new Summary("5", "5", "5"));
  }

  @Test
  void chart_ofNothingButZeros_liesOnTheFloor() {
    Chart chart = counts(0L, 0L);

    assertThat(chart.line()).isEqualTo("M250 1000L750 1000");
    assertThat(chart.spots()).extracting(Spot::y).containsOnly("100.00%");
  }

  @Test
  void chart_ofValuesInARow_isOneLine() {
    Chart chart = counts(1L, 3L, 2L, 0L);

    assertThat(chart.line()).isEqualTo("M125 800L375 400L625 600L875 1000");
    assertThat(chart.summary()).contains(new Summary("0", "3", "0"));
    assertThat(chart.scale()).containsExactly(new Tick("100%", "0"), new Tick("0%", "5"));
  }

  @Test
  void chart_whereNobodyMeasured_hasAGap() {
    Chart chart = counts(10L, 10L, null, 5L, null, 0L, 10L, null);

    assertThat(chart.line()).isEqualTo("M63 0L188 0M438 500M688 1000L813 0");
    assertThat(chart.scale()).extracting(Tick::text).containsExactly("0", "5", "10");
  }

  @Test
  void chart_ofManyValues_hasDotsWhereTheyStandAlone() {
    List<@Nullable Long> values = new ArrayList<>(Collections.nCopies(60, 1L));
    values.set(10, null);
    values.set(12, null);
    values.set(58, null);

    List<Spot> spots = counts(values.toArray(Long[]::new)).spots();

    assertThat(spots)
        .filteredOn(Spot::dot)
        .extracting(Spot::left)
        .containsExactly("18.33%", "98.33%");
    assertThat(spots).hasSize(57);
  }

  @Test
  void chart_ofFewValues_hasADotForEach() {
    assertThat(counts(1L, 2L, 3L).spots()).allMatch(Spot::dot);
  }

  @Test
  void chart_ofSecondValues_hasALineOfThem() {
    Chart chart =
        Chart.of(
            List.of(
                new Slot(10L, 2.5, "", false, null),
                new Slot(null, null, "", false, null),
                new Slot(10L, 0.0, "", true, "Monday")),
            Quantity.COUNT,
            Locale.ENGLISH);

    assertThat(chart.second()).isEqualTo("M167 750M833 1000");
    assertThat(chart.ticks()).containsExactly(new Tick("66.67%", "Monday"));
    assertThat(chart.spots()).extracting(Spot::marked).containsExactly(false, true);
  }

  @Test
  void places_areWrittenAsMachinesReadThem_inEveryLanguage() {
    Chart chart = Chart.of(List.of(slot(1500L), slot(3L << 20)), Quantity.BYTES, Locale.GERMAN);

    assertThat(chart.spots()).extracting(Spot::y).containsExactly("99.96%", "25.00%");
    assertThat(chart.scale())
        .extracting(Tick::text)
        .containsExactly("0\u00a0B", "2\u00a0MiB", "4\u00a0MiB");
    assertThat(chart.summary()).contains(new Summary("1,5\u00a0KiB", "3\u00a0MiB", "3\u00a0MiB"));
  }

  @Test
  void bytes_areWrittenInTheUnitsOfTheirSizeAndTheLanguage() {
    assertThat(Quantity.BYTES.text(0, Locale.ENGLISH)).isEqualTo("0\u00a0B");
    assertThat(Quantity.BYTES.text(1023, Locale.ENGLISH)).isEqualTo("1,023\u00a0B");
    assertThat(Quantity.BYTES.text(1024, Locale.ENGLISH)).isEqualTo("1\u00a0KiB");
    assertThat(Quantity.BYTES.text(1_572_864, Locale.GERMAN)).isEqualTo("1,5\u00a0MiB");
    assertThat(Quantity.BYTES.text(1_073_741_823, Locale.ENGLISH)).isEqualTo("1\u00a0GiB");
    assertThat(Quantity.COUNT.text(1234, Locale.GERMAN)).isEqualTo("1.234");
  }

  @Test
  void axis_endsWithARoundNumberAboveAll() {
    assertThat(List.of(0L, 1L, 2L, 3L, 6L, 10L, 11L, 51L).stream().map(Quantity.COUNT::roundUp))
        .containsExactly(1L, 1L, 2L, 5L, 10L, 10L, 20L, 100L);
    assertThat(List.of(0L, 1L, 2L, 3L, 1024L, 1025L).stream().map(Quantity.BYTES::roundUp))
        .containsExactly(1L, 1L, 2L, 4L, 1024L, 2048L);
  }
}
