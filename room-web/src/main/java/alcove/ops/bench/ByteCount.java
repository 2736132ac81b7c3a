package alcove.ops.bench;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a number of bytes such as {@code 256M}; the letters mean powers of a thousand. */
final class ByteCount implements ITypeConverter<Long> {
  private static final String LETTERS = "kMGT";
  private static final int MOST_DIGITS = 12;

  @Override
  public Long convert(String text) {
    int power = text.isEmpty() ? -1 : LETTERS.indexOf(text.charAt(text.length() - 1));
    String digits = power < 0 ? text : text.substring(0, text.length() - 1);
    if (!digits.matches("[0-9]{1,%s}".formatted(MOST_DIGITS))) {
      throw new TypeConversionException("'" + text + "' (expected a number such as 1000 or 256M)");
    }
    long amount = Long.parseLong(digits);
    for (int i = 0; i <= power; i++) {
      amount = Math.multiplyExact(amount, 1000L);
    }
    return amount;
  }
}
