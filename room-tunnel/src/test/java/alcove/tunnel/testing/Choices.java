package alcove.tunnel.testing;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

  /** The same random strings each time, of many lengths: what fuzz targets begin with. */
  public static Stream<byte[]> seeds() {
    var random = new Random(1);
    return IntStream.rangeClosed(0, 100)
        .mapToObj(
            length -> {
              var seed = new byte[length];
              random.nextBytes(seed);
              return seed;
            });
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

  private int next() {
    return exhausted() ? 0 : bytes[at++] & 0xff;
  }
}
