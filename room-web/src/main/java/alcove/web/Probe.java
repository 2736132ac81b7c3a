package alcove.web;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A question whether something works, asked at most once a second and once at a time, however many
 * want to know. Thread-safe.
 */
final class Probe {
  private static final long FRESH = Duration.ofSeconds(1).toNanos();

  private final Vertx vertx;
  private final Supplier<Future<?>> question;
  private final Duration patience;
  private final LongSupplier nanoTime;
  private final AtomicReference<@Nullable Round> latest = new AtomicReference<>();

  /** One time that it was asked: what came of it, and in the end whatever happens. */
  private record Round(long began, Future<Boolean> verdict, Future<?> answer) {}

  /**
   * A question that nobody has asked yet.
   *
   * @param question its failure means no
   * @param patience when no answer means no
   */
  Probe(Vertx vertx, Supplier<Future<?>> question, Duration patience, LongSupplier nanoTime) {
    this.vertx = vertx;
    this.question = question;
    this.patience = patience;
    this.nanoTime = nanoTime;
  }

  /** Whether it works, by an answer that is at most about a second old. */
  Future<Boolean> works() {
    @Nullable Round last = latest.get();
    if (last != null && (isFresh(last) || !last.answer().isComplete())) {
      return last.verdict();
    }
    Promise<Boolean> verdict = Promise.promise();
    Promise<Object> answer = Promise.promise();
    Round mine = new Round(nanoTime.getAsLong(), verdict.future(), answer.future());
    if (latest.compareAndSet(last, mine)) {
      ask(verdict, answer);
      return verdict.future();
    }
    return works();
  }

  private boolean isFresh(Round round) {
    return nanoTime.getAsLong() - round.began() < FRESH;
  }

  private void ask(Promise<Boolean> verdict, Promise<Object> answer) {
    long timer = vertx.setTimer(patience.toMillis(), late -> verdict.tryComplete(false));
    question
        .get()
        .onComplete(
            result -> {
              vertx.cancelTimer(timer);
              verdict.tryComplete(result.succeeded());
              answer.tryComplete();
            });
  }
}
