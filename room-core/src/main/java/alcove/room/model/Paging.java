package alcove.room.model;

/**
 * A request for one page of a long list.
 *
 * @param number counted from 1
 * @param size how many rows a page has, 1 to 1000
 */
public record Paging(int number, int size) {
  /** The most rows that a page has. */
  public static final int MOST_ROWS = 1000;

  private static final int LAST = 1_000_000;

  /** Checks both. */
  public Paging {
    if (number < 1 || number > LAST || size < 1 || size > MOST_ROWS) {
      throw new IllegalArgumentException("page %s of %s rows".formatted(number, size));
    }
  }

  /** The page whose number comes nearest to what somebody typed. */
  public static Paging nearest(long number, int size) {
    return new Paging(Math.clamp(number, 1, LAST), size);
  }

  /** How many rows stand before it. */
  public int skipped() {
    return (number - 1) * size;
  }
}
