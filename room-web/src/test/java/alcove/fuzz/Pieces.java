package alcove.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The ways in which a wire may cut what is sent over it. */
public final class Pieces {
  /** Longest input that is cut at every place, in bytes; a longer one is cut at this many. */
  private static final int PLACES = 256;

  private Pieces() {}

  /** Reads input that was cut. */
  public interface Reader {
    /** The pieces one after the other, and then what came of them. */
    Object read(Iterable<byte[]> pieces) throws Exception;
  }

  /**
   * Reads {@code wire} whole, byte by byte, and in two pieces cut at every place, and requires that
   * the same comes of it each time.
   *
   * @return what came of it
   */
  public static Object read(byte[] wire, Reader reader) throws Exception {
    Object whole = reader.read(List.of(wire.clone()));
    require("byte by byte", whole, reader.read(bytes(wire)));
    int step = Math.max(1, wire.length / PLACES);
    for (int at = 1; at < wire.length; at += step) {
      require(
          "cut at " + at,
          whole,
          reader.read(List.of(Arrays.copyOf(wire, at), Arrays.copyOfRange(wire, at, wire.length))));
    }
    return whole;
  }

  private static void require(String how, Object whole, Object pieces) {
    if (!whole.equals(pieces)) {
      throw new AssertionError("%s: %s, whole: %s".formatted(how, pieces, whole));
    }
  }

  private static List<byte[]> bytes(byte[] wire) {
    var pieces = new ArrayList<byte[]>();
    for (byte b : wire) {
      pieces.add(new byte[] {b});
    }
    return pieces;
  }
}
