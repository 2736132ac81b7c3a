package alcove.health;

/**
 * The space of a disk, in bytes.
 *
 * @param free what this process can still write
 * @param size what there is in all
 */
public record DiskSpace(long free, long size) {
  private static final int TENTH = 10;
  private static final long GIB = 1 << 30;
  private static final long LEAST = GIB;
  private static final long MOST = 5 * GIB;

  /**
   * Whether somebody should make space: a tenth of it is left, of a small disk a gibibyte, and of
   * however large a one five.
   */
  public boolean isScarce() {
    return free < Math.clamp(size / TENTH, LEAST, MOST);
  }
}
