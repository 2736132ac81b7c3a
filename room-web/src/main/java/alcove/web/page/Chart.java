package alcove.web.page;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The drawing of a figure over slots of time of the same length. Places are parts of a hundred, and
 * the lines a path on a square of {@value #SIDE} units that is stretched to whatever size it has on
 * the page: so letters stay as large as all others.
 *
 * @param line the path of the values; where one is missing it is interrupted
 * @param second that of the second values, if there are any
 * @param scale of the axis of values, which begins with 0
 * @param spots the slots that have a value
 * @param ticks of the axis of time
 * @param summary the same in words, for those who do not see it; nothing without values
 */
public record Chart(
    String line,
    String second,
    List<Tick> scale,
    List<Spot> spots,
    List<Tick> ticks,
    Optional<Summary> summary) {
  /** The width and height of what lines are drawn on. */
  static final int SIDE = 1000;

  /** So many values each have a dot; of more, those that stand alone. */
  private static final int MOST_DOTS = 31;

  private static final int HUNDRED = 100;

  /**
   * What is known of a slot.
   *
   * @param value never negative; null if nobody measured
   * @param second a second value, not greater than the first; null if there is none
   * @param words what it was, for people
   * @param isMarked whether something has happened in it
   * @param tick what the axis says at its beginning; null if nothing
   */
  public record Slot(
      @Nullable Long value,
      @Nullable Double second,
      String words,
      boolean isMarked,
      @Nullable String tick) {}

  /** A place on an axis, and what stands there. */
  record Tick(String at, String text) {}

  /**
   * A slot that has a value.
   *
   * @param left where it begins
   * @param width how wide it is
   * @param x its middle
   * @param y the place of its value
   */
  record Spot(
      String left, String width, String x, String y, String words, boolean dot, boolean marked) {}

  /** Smallest, largest and last value, written out. */
  record Summary(String least, String most, String last) {}

  /**
   * Draws slots.
   *
   * @param slots oldest first
   */
  public static Chart of(List<Slot> slots, Quantity quantity, Locale locale) {
    long most = values(slots).stream().mapToLong(Long::longValue).max().orElse(0);
    long top = quantity.roundUp(most);
    List<@Nullable Double> firsts = new ArrayList<>();
    List<@Nullable Double> seconds = new ArrayList<>();
    for (Slot slot : slots) {
      Long value = slot.value();
      firsts.add(value == null ? null : value.doubleValue());
      seconds.add(slot.second());
    }
    return new Chart(
        path(firsts, top),
        path(seconds, top),
        scale(top, quantity, locale),
        spots(slots, top),
        ticks(slots),
        summary(slots, most, quantity, locale));
  }

  private static List<Long> values(List<Slot> slots) {
    List<Long> values = new ArrayList<>();
    for (Slot slot : slots) {
      Long value = slot.value();
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  private static String path(List<@Nullable Double> values, long top) {
    StringBuilder path = new StringBuilder();
    for (int i = 0; i < values.size(); i++) {
      Double value = values.get(i);
      if (value != null) {
        boolean begins = i == 0 || values.get(i - 1) == null;
        path.append(begins ? 'M' : 'L').append(Math.round(SIDE * (i + 0.5) / values.size()));
        path.append(' ').append(SIDE - Math.round(SIDE * value / top));
      }
    }
    return path.toString();
  }

  /** The middle has a line where there is such a value. */
  private static List<Tick> scale(long top, Quantity quantity, Locale locale) {
    List<Tick> scale = new ArrayList<>();
    scale.add(new Tick("100%", quantity.text(0, locale)));
    if (top % 2 == 0) {
      scale.add(new Tick("50%", quantity.text(top / 2, locale)));
    }
    scale.add(new Tick("0%", quantity.text(top, locale)));
    return scale;
  }

  private static List<Spot> spots(List<Slot> slots, long top) {
    boolean few = values(slots).size() <= MOST_DOTS;
    double width = (double) HUNDRED / slots.size();
    List<Spot> spots = new ArrayList<>();
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      Long value = slot.value();
      if (value != null) {
        spots.add(
            new Spot(
                percent(i * width),
                percent(width),
                percent((i + 0.5) * width),
                percent(HUNDRED - HUNDRED * (double) value / top),
                slot.words(),
                few || standsAlone(slots, i),
                slot.isMarked()));
      }
    }
    return spots;
  }

  private static boolean standsAlone(List<Slot> slots, int i) {
    return (i == 0 || slots.get(i - 1).value() == null)
        && (i == slots.size() - 1 || slots.get(i + 1).value() == null);
  }

  private static List<Tick> ticks(List<Slot> slots) {
    List<Tick> ticks = new ArrayList<>();
    IntStream.range(0, slots.size())
        .forEach(
            i -> {
              String text = slots.get(i).tick();
              if (text != null) {
                ticks.add(new Tick(percent((double) HUNDRED * i / slots.size()), text));
              }
            });
    return ticks;
  }

  private static String percent(double part) {
    return String.format(Locale.ROOT, "%.2f%%", part);
  }

  private static Optional<Summary> summary(
      List<Slot> slots, long most, Quantity quantity, Locale locale) {
    List<Long> values = values(slots);
    return values.stream()
        .min(Long::compare)
        .map(
            least ->
                new Summary(
                    quantity.text(least, locale),
                    quantity.text(most, locale),
                    quantity.text(values.getLast(), locale)));
  }

  /** The value of the {@code viewBox} that the lines are drawn on. */
  public String viewBox() {
    return "0 0 %s %s".formatted(SIDE, SIDE);
  }
}
