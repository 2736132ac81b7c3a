package alcove.tunnel.testing;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The ways in which a network may cut a byte string. All pieces are copies. */
public final class Fragmentation {

  private Fragmentation() {}

  /** Whole, byte by byte, in pieces of 2, 3 and 1000 bytes, and in two at each position. */
  public static Stream<Cut> cuts(byte[] bytes) {
    Stream<Cut> even =
        IntStream.of(1, 2, 3, 1000)
            .mapToObj(size -> new Cut("pieces of " + size, pieces(bytes, size)));
    Stream<Cut> inTwo =
        IntStream.range(1, bytes.length)
            .mapToObj(
                at ->
                    new Cut(
                        "cut at " + at,
                        List.of(
                            Arrays.copyOf(bytes, at),
                            Arrays.copyOfRange(bytes, at, bytes.length))));
    return Stream.concat(
        Stream.of(new Cut("whole", List.of(bytes.clone()))), Stream.concat(even, inTwo));
  }

  /** All proper beginnings, the empty one included. */
  public static Stream<byte[]> truncations(byte[] bytes) {
    return IntStream.range(0, bytes.length).mapToObj(length -> Arrays.copyOf(bytes, length));
  }

  /** The bytes with one bit changed, for each of their bits. */
  public static Stream<byte[]> bitFlips(byte[] bytes) {
    return IntStream.range(0, bytes.length * 8)
        .mapToObj(
            bit -> {
              byte[] flipped = bytes.clone();
              flipped[bit / 8] ^= (byte) (1 << bit % 8);
              return flipped;
            });
  }

  private static List<byte[]> pieces(byte[] bytes, int size) {
    var pieces = new ArrayList<byte[]>();
    for (int at = 0; at < bytes.length; at += size) {
      pieces.add(Arrays.copyOfRange(bytes, at, Math.min(at + size, bytes.length)));
    }
    return pieces;
  }

  /** One way of cutting, and what comes of it. */
  public record Cut(String name, List<byte[]> pieces) {
    @Override
    public String toString() {
      return name;
    }
  }
}
