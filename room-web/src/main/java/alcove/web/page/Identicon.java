package alcove.web.page;

import alcove.identity.FeedId;
import java.nio.ByteBuffer;

/**
 * A small picture that a key has, so that people tell keys apart at a glance: five rows of five
 * squares, the right half a mirror of the left. It proves nothing, since many keys have the same.
 *
 * @param colour one that shows on light and on dark pages
 * @param path the squares, one unit each
 */
public record Identicon(String colour, String path) {
  private static final int SIDE = 5;
  private static final int HALF = 3;
  private static final int CELLS = SIDE * HALF;

  /** Fewer squares are hardly a picture, so the others are drawn. */
  private static final int FEWEST = 5;

  /** Each at least 3:1 to the grounds of both themes. */
  private static final String[] COLOURS = {
    "#d54a4a", "#b7652b", "#987524", "#6a831f", "#218d33", "#208a6f",
    "#228690", "#2c80bb", "#5e72d9", "#8b63da", "#bb44d3", "#d24095"
  };

  static Identicon of(FeedId id) {
    long bits = mixed(id);
    int drawn = (int) bits & ((1 << CELLS) - 1);
    if (Integer.bitCount(drawn) < FEWEST) {
      drawn = ~drawn;
    }
    int colour = (int) Long.remainderUnsigned(bits >>> CELLS, COLOURS.length);
    return new Identicon(COLOURS[colour], path(drawn));
  }

  /** Every bit of the key moves every bit of it, as SplitMix64 does it. */
  private static long mixed(FeedId id) {
    ByteBuffer key = ByteBuffer.wrap(id.bytes());
    long mixed = 0;
    while (key.hasRemaining()) {
      mixed = (mixed ^ key.getLong()) + 0x9e3779b97f4a7c15L;
      mixed = (mixed ^ mixed >>> 30) * 0xbf58476d1ce4e5b9L;
      mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
      mixed ^= mixed >>> 31;
    }
    return mixed;
  }

  private static String path(int drawn) {
    StringBuilder path = new StringBuilder(SIDE * SIDE * 8);
    for (int y = 0; y < SIDE; y++) {
      int begin = 0;
      for (int x = 0; x <= SIDE; x++) {
        if (x == SIDE || !isDrawn(drawn, x, y)) {
          appendRun(path, begin, x - begin, y);
          begin = x + 1;
        }
      }
    }
    return path.toString();
  }

  private static boolean isDrawn(int drawn, int x, int y) {
    return (drawn >> (y * HALF + Math.min(x, SIDE - 1 - x)) & 1) == 1;
  }

  private static void appendRun(StringBuilder path, int x, int length, int y) {
    if (length > 0) {
      path.append('M').append(x).append(' ').append(y).append('h').append(length);
      path.append("v1h-").append(length).append('z');
    }
  }
}
