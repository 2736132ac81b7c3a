package alcove.web.page;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One figure over the last day as the path of a small SVG image, and what to write beside it. The
 * axis of time ends now, and its labels say how many hours ago, since nobody knows a visitor's time
 * zone.
 *
 * @param line the path, empty without samples; a dot is a line of no length, which round caps show
 * @param top the end of the other axis, which begins with 0
 * @param ticks of the axis of time
 * @param summary the same in words, for those who do not see it; nothing without samples
 */
public record Chart(String line, String top, List<Tick> ticks, Optional<Summary> summary) {
  /** The width of what is drawn on: one unit for each two and a half minutes. */
  static final int WIDTH = 576;

  static final int HEIGHT = 160;

  private static final Duration LENGTH = Duration.ofDays(1);

  /** A longer way from one sample to the next is no line, since nobody measured. */
  private static final Duration GAP = Duration.ofMinutes(12);

  private static final int TICK_HOURS = 6;

  /** What was measured at one moment. Never negative. */
  public record Sample(Instant at, long value) {}

  /** A place on the axis of time. */
  record Tick(int x, int hoursAgo) {}

  /** Smallest, largest and last value, written out. */
  record Summary(String least, String most, String last) {}

  /**
   * Draws what was measured.
   *
   * @param samples oldest first; what is older than a day is left out
   */
  public static Chart of(List<Sample> samples, Instant now, Quantity quantity, Locale locale) {
    List<Sample> shown =
        samples.stream()
            .filter(sample -> !sample.at().isBefore(now.minus(LENGTH)) && !sample.at().isAfter(now))
            .toList();
    long most = shown.stream().mapToLong(Sample::value).max().orElse(0);
    long top = quantity.roundUp(most);
    return new Chart(
        path(shown, now, top),
        quantity.text(top, locale),
        everySixHours(),
        summary(shown, most, quantity, locale));
  }

  private static String path(List<Sample> samples, Instant now, long top) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < samples.size(); i++) {
      Sample sample = samples.get(i);
      boolean begins = i == 0 || isGap(samples.get(i - 1), sample);
      boolean ends = i == samples.size() - 1 || isGap(sample, samples.get(i + 1));
      path.append(begins ? 'M' : 'L').append(x(sample.at(), now));
      path.append(' ').append(y(sample.value(), top));
      if (begins && ends) {
        path.append("h0");
      }
    }
    return path.toString();
  }

  private static boolean isGap(Sample before, Sample after) {
    return Duration.between(before.at(), after.at()).compareTo(GAP) > 0;
  }

  private static long x(Instant at, Instant now) {
    double ago = Duration.between(at, now).toMillis();
    return WIDTH - Math.round(WIDTH * ago / LENGTH.toMillis());
  }

  private static long y(long value, long top) {
    return HEIGHT - Math.round(HEIGHT * (double) value / top);
  }

  private static List<Tick> everySixHours() {
    int hours = (int) LENGTH.toHours();
    return IntStream.iterate(hours, ago -> ago >= 0, ago -> ago - TICK_HOURS)
        .mapToObj(ago -> new Tick(WIDTH - WIDTH * ago / hours, ago))
        .toList();
  }

  private static Optional<Summary> summary(
      List<Sample> samples, long most, Quantity quantity, Locale locale) {
    return samples.stream().mapToLong(Sample::value).min().stream()
        .mapToObj(
            least ->
                new Summary(
                    quantity.text(least, locale),
                    quantity.text(most, locale),
                    quantity.text(samples.getLast().value(), locale)))
        .findFirst();
  }

  /** The value of the image's {@code viewBox}, with half a stroke's room around. */
  public String viewBox() {
    return "-2 -2 %s %s".formatted(WIDTH + 4, HEIGHT + 4);
  }
}
