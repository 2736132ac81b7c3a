package alcove.web.page;

import java.text.NumberFormat;
import java.util.Locale;

/** The kind of a number on a page, and so how it is written and how an axis is divided. */
public enum Quantity {
  /** Things. */
  COUNT {
    @Override
    public String text(long value, Locale locale) {
      return NumberFormat.getIntegerInstance(locale).format(value);
    }

    @Override
    long roundUp(long value) {
      long power = 1;
      while (power * 10 <= value) {
        power *= 10;
      }
      for (int digit : new int[] {1, 2, 5}) {
        if (digit * power >= value) {
          return digit * power;
        }
      }
      return 10 * power;
    }
  },

  /** Bytes, in powers of 1024. */
  BYTES {
    @Override
    public String text(long value, Locale locale) {
      int power = 0;
      double scaled = value;
      // From here on it would be written as 1,024.0.
      while (scaled >= 1023.95 && power < UNITS.length - 1) {
        scaled /= 1024;
        power++;
      }
      NumberFormat format = NumberFormat.getInstance(locale);
      format.setMaximumFractionDigits(power == 0 ? 0 : 1);
      return format.format(scaled) + NO_BREAK + UNITS[power];
    }

    @Override
    long roundUp(long value) {
      return value <= 1 ? 1 : Long.highestOneBit(value - 1) << 1;
    }
  };

  private static final char NO_BREAK = '\u00a0';
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  /** As people of {@code locale} write it. */
  public abstract String text(long value, Locale locale);

  /** The end of an axis that {@code value} fits on; never 0. */
  abstract long roundUp(long value);
}
