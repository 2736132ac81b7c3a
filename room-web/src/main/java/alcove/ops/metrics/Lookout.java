package alcove.ops.metrics;

import alcove.health.Check;
import alcove.health.Examination;
import alcove.health.Finding;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The lookout for what needs somebody: has the checks of upkeep made whenever it is told to, and
 * remembers what was found last. Thread-safe; never blocks.
 */
public final class Lookout {
  private final Examination doctor;
  private final AtomicBoolean looking = new AtomicBoolean();
  private volatile List<Finding> last = List.of();

  /** One that has seen nothing yet. */
  public Lookout(Examination doctor) {
    this.doctor = doctor;
  }

  /** Looks, unless a look goes on already; completes with what was found, or with nothing. */
  public Future<List<Finding>> look() {
    if (!looking.compareAndSet(false, true)) {
      return Future.succeededFuture(List.of());
    }
    return doctor
        .examine(Check.UPKEEP, done -> {})
        .onSuccess(found -> last = List.copyOf(found))
        .onComplete(_ -> looking.set(false));
  }

  /** What was found last; nothing before the first look is over. */
  List<Finding> last() {
    return last;
  }
}
