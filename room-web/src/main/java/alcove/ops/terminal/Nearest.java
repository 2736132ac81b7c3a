package alcove.ops.terminal;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody may have meant who made a typing error. */
public final class Nearest {
  /** What is longer is no typing error. */
  private static final int LONGEST = 100;

  private Nearest() {}

  /** A question behind a sentence about {@code word}, or nothing if none of them is near. */
  public static String hint(String word, Collection<String> known) {
    return find(word, known).map(each -> " (did you mean " + each + "?)").orElse("");
  }

  /** The one of them that is near, if one is. */
  public static Optional<String> find(String word, Collection<String> known) {
    return known.stream()
        .filter(each -> word.length() <= LONGEST)
        .filter(each -> distance(word, each) <= Math.max(1, each.length() / 4))
        .min(
            Comparator.<String>comparingInt(each -> distance(word, each))
                .thenComparing(each -> each));
  }

  /**
   * How many characters have to be added, left out, exchanged, or swapped with their neighbour
   * (Levenshtein's distance, and Damerau's swaps).
   */
  static int distance(String one, String other) {
    int[][] all = new int[one.length() + 1][other.length() + 1];
    for (int column = 0; column <= other.length(); column++) {
      all[0][column] = column;
    }
    for (int row = 1; row <= one.length(); row++) {
      all[row][0] = row;
      for (int column = 1; column <= other.length(); column++) {
        boolean same = one.charAt(row - 1) == other.charAt(column - 1);
        int exchanged = all[row - 1][column - 1] + (same ? 0 : 1);
        int least = Math.min(exchanged, 1 + Math.min(all[row - 1][column], all[row][column - 1]));
        all[row][column] =
            isSwap(one, row, other, column) ? Math.min(least, 1 + all[row - 2][column - 2]) : least;
      }
    }
    return all[one.length()][other.length()];
  }

  private static boolean isSwap(String one, int row, String other, int column) {
    return row > 1
        && column > 1
        && one.charAt(row - 1) == other.charAt(column - 2)
        && one.charAt(row - 2) == other.charAt(column - 1);
  }
}
