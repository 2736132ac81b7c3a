package alcove.tunnel;

import org.jspecify.annotations.Nullable;

/**
 * The rest of a room of which this server is one node.
 *
 * @param whereabouts who attends there
 * @param links the links that lead there, or null where there are none
 */
public record Elsewhere(Whereabouts whereabouts, @Nullable NodeLinks links) {
  /** Nothing: the room is on one node. */
  public static final Elsewhere NOTHING = new Elsewhere(Whereabouts.NOBODY_ELSEWHERE, null);
}
