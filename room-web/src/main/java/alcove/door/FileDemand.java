package alcove.door;

import java.util.OptionalLong;

/**
 * The sockets that a room wants to have open, each of which is a file, and what becomes of that
 * with the files that there are: browsers and programs have a quarter, links with other nodes
 * another, and peers the rest. Without a number of files all is as it is wanted.
 *
 * @param wanted peers that are to be let in
 * @param isNode whether the room has other nodes
 */
public record FileDemand(int wanted, boolean isNode) {
  private static final int MOST_LINKS = 8192;
  private static final int FEWEST_LINKS = 64;

  /** How many peers there can be, at least one. */
  public int peers(OptionalLong files) {
    return Math.clamp(left(files), 1, wanted);
  }

  private long left(OptionalLong files) {
    return HttpLimits.shared(files) - HttpLimits.of(files).most() - links(files);
  }

  /** How many links with other nodes there can be. */
  public int links(OptionalLong files) {
    return isNode ? Math.clamp(HttpLimits.shared(files) / 4, FEWEST_LINKS, MOST_LINKS) : 0;
  }

  /** Whether all can be let in who are to be. */
  public boolean isMet(OptionalLong files) {
    return left(files) >= wanted;
  }
}
