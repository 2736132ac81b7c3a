package alcove.store;

/**
 * The part of a database's file that is in use. The rest is what was written over since: nothing is
 * written over in place, so each change leaves what it replaced.
 *
 * @param bytes the size of the file
 * @param percent how much of that is in use, as the database counts it
 */
public record FileUse(long bytes, int percent) {
  /** Below that it is not worth it: an empty registry takes a hundredth of it. */
  private static final long LEAST = 16 << 20;

  private static final int MOST_IN_USE = 10;

  /** Whether it should be written anew. */
  public boolean isMostlyDead() {
    return bytes >= LEAST && percent <= MOST_IN_USE;
  }

  /** How many bytes are in use. */
  public long live() {
    return bytes * percent / 100;
  }

  /** How many bytes are not. */
  public long dead() {
    return bytes - live();
  }
}
