package alcove.web.page;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.web.page.Chart.Sample;
import alcove.web.page.Chart.Summary;
import alcove.web.page.Chart.Tick;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChartTest {
  private static final Instant NOW = Instant.parse("2026-01-02T00:00:00Z");

  private static Sample sample(int minutesAgo, long value) {
    return new Sample(NOW.minus(Duration.ofMinutes(minutesAgo)), value);
  }

  private static Chart counts(Sample... samples) {
    return Chart.of(List.of(samples), NOW, Quantity.COUNT, Locale.ENGLISH);
  }

  @Test
  void chart_withoutSamples_isEmptyButHasAxes() {
    Chart chart = counts();

    assertThat(chart.line()).isEmpty();
    assertThat(chart.summary()).isEmpty();
    assertThat(chart.top()).isEqualTo("1");
    assertThat(chart.viewBox()).isEqualTo("-2 -2 580 164");
    assertThat(chart.ticks())
        .containsExactly(
            new Tick(0, 24),
            new Tick(144, 18),
            new Tick(288, 12),
            new Tick(432, 6),
            new Tick(576, 0));
  }

  @Test
  void chart_ofOneSample_isADot() {
    Chart chart = counts(sample(0, 5));

    assertThat(chart.line()).isEqualTo("M576 0h0");
    assertThat(chart.summary()).contains(new Summary("5", "5", "5"));
  }

  @Test
  void chart_ofNothingButZeros_liesOnTheFloor() {
    assertThat(counts(sample(5, 0), sample(0, 0)).line()).isEqualTo("M574 160L576 160");
  }

  @Test
  void chart_ofSamplesInARow_isOneLine() {
    Chart chart = counts(sample(10, 1), sample(5, 3), sample(0, 2));

    assertThat(chart.line()).isEqualTo("M572 128L574 64L576 96");
    assertThat(chart.top()).isEqualTo("5");
    assertThat(chart.summary()).contains(new Summary("1", "3", "2"));
  }

  @Test
  void chart_whereNobodyMeasured_hasAGap() {
    Chart chart =
        counts(sample(1440, 10), sample(1435, 10), sample(720, 5), sample(5, 0), sample(0, 10));

    assertThat(chart.line()).isEqualTo("M0 0L2 0M288 80h0M574 160L576 0");
  }

  @Test
  void chart_ofMoreThanADay_leavesOutWhatIsOlder() {
    Chart chart = counts(sample(1445, 1000), sample(0, 1));

    assertThat(chart.line()).isEqualTo("M576 0h0");
    assertThat(chart.summary()).contains(new Summary("1", "1", "1"));
  }

  @Test
  void chart_ofAWholeDay_hasEverySample() {
    Sample[] day =
        IntStream.rangeClosed(0, 288).mapToObj(i -> sample(1440 - 5 * i, i)).toArray(Sample[]::new);

    assertThat(counts(day).line()).startsWith("M0 160L2 160L4 159").endsWith("L576 68");
    assertThat(counts(day).line().chars().filter(c -> c == 'L').count()).isEqualTo(288);
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
