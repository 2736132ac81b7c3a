package alcove.fuzz;

import java.util.Arrays;

/**
 * Decisions taken from a byte string, so that a fuzzer which changes bytes changes decisions. When
 * the bytes are used up each decision is the least one.
 */
public final class Choices {

  private final byte[] bytes;
  private int at;

  public Choices(byte[] bytes) {
    this.bytes = bytes;
  }

  public boolean exhausted() {
    return at == bytes.length;
  }

  public boolean flag() {
    return between(0, 1) == 1;
  }

  /** A number from least to most, both included, at most 65536 of them. */
  public int between(int least, int most) {
    int range = most - least + 1;
    int number = range > 256 ? next() << 8 | next() : next();
    return least + number % range;
  }

  /** That many bytes, zeros at the end where none are left. */
  public byte[] bytes(int length) {
    byte[] next = Arrays.copyOf(Arrays.copyOfRange(bytes, at, bytes.length), length);
    at = Math.min(at + length, bytes.length);
    return next;
  }

  /** All that is left. */
  public byte[] rest() {
    return bytes(bytes.length - at);
  }

  /** One of these. */
  @SafeVarargs
  public final <T> T of(T... all) {
    return all[between(0, all.length - 1)];
  }

  private int next() {
    return exhausted() ? 0 : bytes[at++] & 0xff;
  }
}
