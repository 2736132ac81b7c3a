package alcove.app;

import java.util.Collection;
import java.util.Comparator;

/** Finds what somebody may have meant who made a typing error. */
final class Nearest {
  private Nearest() {}

  /** A question behind a sentence about {@code word}, or nothing if none of them is near. */
  static String hint(String word, Collection<String> known) {
    return known.stream()
        .filter(each -> distance(word, each) <= Math.max(1, each.length() / 4))
        .min(
            Comparator.<String>comparingInt(each -> distance(word, each))
                .thenComparing(each -> each))
        .map(each -> " (did you mean " + each + "?)")
        .orElse("");
  }

  /** How many characters have to be added, left out or exchanged (Levenshtein). */
  static int distance(String one, String other) {
    int[] above = new int[other.length() + 1];
    for (int column = 0; column < above.length; column++) {
      above[column] = column;
    }
    for (int row = 1; row <= one.length(); row++) {
      int[] here = new int[above.length];
      here[0] = row;
      for (int column = 1; column < here.length; column++) {
        int same = one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1;
        here[column] =
            Math.min(above[column - 1] + same, 1 + Math.min(above[column], here[column - 1]));
      }
      above = here;
    }
    return above[other.length()];
  }
}
