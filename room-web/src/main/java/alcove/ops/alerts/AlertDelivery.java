package alcove.ops.alerts;

import alcove.health.AlertState;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The delivery of alerts by one way, on a thread of its own, so that none waits for another's.
 * Thread-safe.
 *
 * <p>What is not taken is sent again, after longer and longer times, and given up after the last;
 * meanwhile others wait, so many at most. Where only some of several have a letter, the rest are
 * tried again aside, in the same way, and hold nothing up.
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

  private final ScheduledThreadPoolExecutor aside =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().name("alerts-aside").daemon().factory());

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
    } catch (PartlyTakenException e) {
      LOG.warn("alert of {} is not sent to all: {}", letter.topic(), e.getMessage());
      later(letter, e.rest(), 0);
      return true;
    } catch (IOException e) {
      LOG.warn("alert of {} is not sent: {}", letter.topic(), e.getMessage());
      return false;
    }
  }

  /** Tries those that are left once more, if there is another time, and place to wait for it. */
  private void later(AlertLetter letter, AlertChannel rest, int tried) {
    if (tried >= pauses.size() || aside.getQueue().size() >= MOST_WAITING) {
      LOG.warn("alert of {} is given up for some", letter.topic());
      return;
    }
    try {
      var _ =
          aside.schedule(
              () -> sendAside(letter, rest, tried + 1),
              pauses.get(tried).toMillis(),
              TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debug("alert of {} is not tried again: the room ends", letter.topic());
    }
  }

  private void sendAside(AlertLetter letter, AlertChannel rest, int tried) {
    try {
      send(rest, letter);
    } catch (PartlyTakenException e) {
      later(letter, e.rest(), tried);
    } catch (IOException e) {
      later(letter, rest, tried);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Sends it at once, and once. Blocks.
   *
   * @throws PartlyTakenException if only some have it
   * @throws IOException if it is not taken
   */
  void sendNow(AlertLetter letter) throws IOException, InterruptedException {
    send(channel, letter);
  }

  /** A fault of ours is told by its class: what it says may have a secret in it. */
  private void send(AlertChannel way, AlertLetter letter) throws IOException, InterruptedException {
    try {
      way.send(letter);
      tell(true, Optional.empty());
    } catch (PartlyTakenException e) {
      tell(true, Optional.of(String.valueOf(e.getMessage())));
      throw e;
    } catch (IOException e) {
      tell(false, Optional.of(String.valueOf(e.getMessage())));
      throw e;
    } catch (RuntimeException e) {
      String said = "the room met a fault of its own: " + e.getClass().getSimpleName();
      tell(false, Optional.of(said));
      throw new IOException(said, e);
    }
  }

  private synchronized void tell(boolean taken, Optional<String> failure) {
    state =
        new AlertState.Way(
            channel.setting(), taken ? Optional.of(clock.instant()) : state.taken(), failure);
  }

  /** Sends nothing more. */
  @Override
  public void close() {
    thread.shutdownNow();
    aside.shutdownNow();
  }
}
