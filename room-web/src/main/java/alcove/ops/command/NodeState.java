package alcove.ops.command;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A node of the room, as it tells of itself.
 *
 * @param since when it was started, by its own clock, in whole seconds
 * @param isAsked whether it is the one that carries out the command
 * @param figures what it answered, if it did in time
 */
public record NodeState(
    String name, String release, Instant since, boolean isAsked, Optional<Figures> figures) {
  public NodeState {
    since = since.truncatedTo(ChronoUnit.SECONDS);
  }

  /**
   * The figures of one node.
   *
   * @param peers connections of peers
   * @param tunnels those that are open, also to other nodes
   * @param generation of the registry, by which it judges
   */
  public record Figures(int peers, int tunnels, long generation) {}

  /** Whether it judges by this generation, or a later one; by any that nobody knows. */
  boolean hasReached(OptionalLong generation) {
    return figures.filter(each -> each.generation() >= generation.orElse(0)).isPresent();
  }

  /**
   * What is wrong with it where the registry is at {@code generation}, if that is known; empty if
   * nothing.
   */
  String lag(OptionalLong generation) {
    if (figures.isEmpty()) {
      return "no answer";
    }
    return hasReached(generation)
        ? ""
        : (generation.orElseThrow() - figures.get().generation()) + " changes behind";
  }
}
