package alcove.health;

import io.vertx.core.Future;
import java.util.List;

/** A look at whether the room is well set up. Thread-safe; never blocks. */
@FunctionalInterface
public interface Examination {
  /** One finding of each check, in their order, within seconds; never fails. */
  Future<List<Finding>> examine();
}
