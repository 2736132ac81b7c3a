package alcove.ops.command;

import java.time.Instant;
import java.util.Optional;

/**
 * A node of the room, as it tells of itself.
 *
 * @param since when it was started, by its own clock
 * @param isAsked whether it is the one that carries out the command
 * @param figures what it answered, if it did in time
 */
public record NodeState(
    String name, String release, Instant since, boolean isAsked, Optional<Figures> figures) {
  /**
   * The figures of one node.
   *
   * @param peers connections of peers
   * @param tunnels those that are open, also to other nodes
   * @param generation of the registry, by which it judges
   */
  public record Figures(int peers, int tunnels, long generation) {}

  /** Whether it judges by this generation, or a later one. */
  boolean hasReached(long generation) {
    return figures.filter(each -> each.generation() >= generation).isPresent();
  }

  /** What is wrong with it where the registry is at {@code generation}; empty if nothing. */
  String lag(long generation) {
    return figures
        .map(
            each ->
                each.generation() >= generation
                    ? ""
                    : (generation - each.generation()) + " changes behind")
        .orElse("no answer");
  }
}
