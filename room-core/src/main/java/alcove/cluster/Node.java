package alcove.cluster;

import alcove.identity.HostAndPort;
import java.time.Instant;

/**
 * A process that serves the room, as it tells the others of itself.
 *
 * @param name what operators call it, 1 to {@value #LONGEST} characters
 * @param links where others reach it for tunnels
 * @param release the version of Alcove that it runs, 1 to {@value #LONGEST} characters
 * @param since when it was started, by its own clock
 */
public record Node(NodeId id, String name, HostAndPort links, String release, Instant since) {
  /** Characters of a name or a release. */
  public static final int LONGEST = 100;

  public Node {
    require(name);
    require(release);
  }

  private static void require(String text) {
    if (!isFit(text)) {
      throw new IllegalArgumentException(
          "a name or release of " + text.length() + " characters (1 to " + LONGEST + ")");
    }
  }

  /** Whether {@code text} can be a name or a release. */
  public static boolean isFit(String text) {
    return !text.isBlank()
        && text.length() <= LONGEST
        && text.chars().noneMatch(Character::isISOControl);
  }

  @Override
  public String toString() {
    return name;
  }
}
