package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** All lives of a soak, each on a virtual thread. Used by the thread that measures. */
final class Lives implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration AFTER_A_SURPRISE = Duration.ofSeconds(1);

  private final Surprises surprises;
  private final Random seeds;
  private final List<Running> all = new ArrayList<>();
  private volatile boolean over;

  private record Running(Life life, Thread thread) {}

  /** None yet; what they do by chance comes from {@code seed}. */
  Lives(Surprises surprises, long seed) {
    this.surprises = surprises;
    this.seeds = new Random(seed);
  }

  /** Starts {@code count} of a kind. */
  void start(String kind, int count, Supplier<Life> lives) {
    for (int i = 0; i < count; i++) {
      Random random = new Random(seeds.nextLong());
      Life life = lives.get();
      Thread thread = Thread.ofVirtual().name(kind).start(() -> live(kind, life, random));
      all.add(new Running(life, thread));
    }
  }

  private void live(String kind, Life life, Random random) {
    try (life) {
      while (!over) {
        try {
          life.once(random);
        } catch (CommandException unexpected) {
          if (!over) {
            surprises.add(kind + ": " + unexpected.getMessage());
            Thread.sleep(AFTER_A_SURPRISE);
          }
        }
      }
    } catch (InterruptedException stopped) {
      // It is time.
    } catch (RuntimeException fault) {
      surprises.add(kind + ": " + fault);
    }
  }

  /** What {@code work} gives, for a life that waits for it. */
  static <T> T await(Future<T> work, String what) throws CommandException {
    try {
      return work.await(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (TimeoutException late) {
      throw new CommandException("waited %s s for %s".formatted(PATIENCE.toSeconds(), what), late);
    } catch (Throwable failure) {
      throw new CommandException(what + ": " + failure.getMessage(), failure);
    }
  }

  /** Any number of milliseconds from {@code least} to {@code most}. */
  static Duration time(Random random, int least, int most) {
    return Duration.ofMillis(random.nextInt(least, most + 1));
  }

  /** Tells all to stop, and waits until they have. */
  @Override
  public void close() throws CommandException {
    over = true;
    all.stream()
        .filter(each -> each.life.isInterruptible())
        .forEach(each -> each.thread.interrupt());
    try {
      for (Running each : all) {
        if (!each.thread.join(PATIENCE)) {
          surprises.add(each.thread.getName() + ": did not come to its end");
        }
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", interrupted);
    }
  }
}
