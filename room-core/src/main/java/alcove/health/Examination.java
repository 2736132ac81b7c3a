package alcove.health;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/** A look at whether the room is well set up. Thread-safe; never blocks. */
@FunctionalInterface
public interface Examination {
  /**
   * One finding of each check, in their order, within seconds; never fails.
   *
   * @param done is told each finding as soon as it is there, on any thread
   */
  Future<List<Finding>> examine(Consumer<Finding> done);
}
