package alcove.health;

import io.vertx.core.Future;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The look whether a room is well set up. Thread-safe. */
@FunctionalInterface
public interface Examination {
  /**
   * One finding of each of these checks, in their order, within seconds; never fails.
   *
   * @param done is told each finding as soon as it is there, on any thread
   */
  Future<List<Finding>> examine(Set<Check> checks, Consumer<Finding> done);

  /** The findings of all checks. */
  default Future<List<Finding>> examine(Consumer<Finding> done) {
    return examine(EnumSet.allOf(Check.class), done);
  }
}
