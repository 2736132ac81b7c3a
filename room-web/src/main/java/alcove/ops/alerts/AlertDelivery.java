package alcove.ops.alerts;

import alcove.health.AlertState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The delivery of alerts by one way, on a thread of its own, so that none waits for another's.
 * Thread-safe.
 *
 * <p>What is not taken is sent again, after longer and longer times, and given up after the last;
 * meanwhile others wait, so many at most.
 */
final class AlertDelivery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AlertDelivery.class);
  private static final int MOST_WAITING = 32;

  private final AlertChannel channel;
  private final InstantSource clock;
  private final List<Duration> pauses;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          Thread.ofPlatform().name("alerts").daemon().factory());

  private volatile AlertState.Way state;

  AlertDelivery(AlertChannel channel, InstantSource clock, List<Duration> pauses) {
    this.channel = channel;
    this.clock = clock;
    this.pauses = List.copyOf(pauses);
    this.state = new AlertState.Way(channel.setting(), Optional.empty(), Optional.empty());
  }

  AlertState.Way state() {
    return state;
  }

  /** Sends it in its turn. Does not wait. */
  void queue(AlertLetter letter) {
    try {
      thread.execute(() -> deliver(letter));
    } catch (RejectedExecutionException full) {
      LOG.warn("alert of {} is lost: too many wait for {}", letter.topic(), channel.setting());
    }
  }

  private void deliver(AlertLetter letter) {
    try {
      for (Duration pause : pauses) {
        if (isTaken(letter)) {
          return;
        }
        Thread.sleep(pause);
      }
      if (!isTaken(letter)) {
        LOG.warn("alert of {} is given up", letter.topic());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isTaken(AlertLetter letter) throws InterruptedException {
    try {
      sendNow(letter);
      return true;
    } catch (IOException e) {
      LOG.warn("alert of {} is not sent: {}", letter.topic(), e.getMessage());
      return false;
    }
  }

  /**
   * Sends it at once, and once. Blocks.
   *
   * @throws IOException if it is not taken
   */
  void sendNow(AlertLetter letter) throws IOException, InterruptedException {
    try {
      channel.send(letter);
      state(Optional.of(clock.instant()), Optional.empty());
    } catch (IOException e) {
      state(state.taken(), Optional.of(String.valueOf(e.getMessage())));
      throw e;
    }
  }

  private void state(Optional<Instant> taken, Optional<String> failure) {
    state = new AlertState.Way(channel.setting(), taken, failure);
  }

  /** Sends nothing more. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
