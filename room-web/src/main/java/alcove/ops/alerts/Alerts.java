package alcove.ops.alerts;

import alcove.health.Finding;
import alcove.ops.terminal.CommandException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells an operator what needs somebody, on threads of its own, which no event loop holds up.
 * Thread-safe.
 *
 * <p>What is not taken is sent again, after longer and longer times, and given up after the last;
 * meanwhile others wait, so many at most.
 */
public final class Alerts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
  private static final Duration GATHERING = Duration.ofMinutes(1);
  private static final int MOST_WAITING = 32;
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10));

  private final String room;
  private final String log;
  private final Webhook webhook;
  private final InstantSource clock;
  private final List<Duration> pauses;
  private final AlertBook book = new AlertBook();
  private final FaultBook faults = new FaultBook();
  private final ScheduledExecutorService gathering =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("faults").daemon().factory());
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MOST_WAITING),
          Thread.ofPlatform().name("alerts").daemon().factory());

  /**
   * Those of a room.
   *
   * @param room how the operator knows it
   * @param log where its log is, for people
   */
  public Alerts(String room, String log, Webhook webhook, InstantSource clock) {
    this(room, log, webhook, clock, PAUSES);
    var _ =
        gathering.scheduleWithFixedDelay(
            this::tellFaults, GATHERING.toSeconds(), GATHERING.toSeconds(), TimeUnit.SECONDS);
  }

  /** Those that gather no faults by themselves. */
  Alerts(
      String room, String log, Webhook webhook, InstantSource clock, List<Duration> pauses) {
    this.room = room;
    this.log = log;
    this.webhook = webhook;
    this.clock = clock;
    this.pauses = List.copyOf(pauses);
  }

  /** Tells what is new after a look. Does not wait. */
  public void hear(List<Finding> findings) {
    List<Alert.OfCheck> alerts;
    synchronized (book) {
      alerts = book.after(findings, clock.instant());
    }
    alerts.forEach(this::queue);
  }

  /** Tells of a fault within a minute, with others of its kind. Does not wait. */
  public void hear(Fault fault) {
    faults.note(fault, clock.instant());
  }

  /** Tells what was gathered and is due. */
  void tellFaults() {
    faults.due(clock.instant()).forEach(report -> queue(new Alert.OfFaults(report)));
  }

  private void queue(Alert alert) {
    AlertLetter letter = AlertLetter.of(room, log, alert);
    try {
      thread.execute(() -> deliver(letter));
    } catch (RejectedExecutionException full) {
      LOG.warn("alert of {} is lost: too many wait", letter.topic());
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
      webhook.send(letter.json().toString());
      return true;
    } catch (IOException e) {
      LOG.warn("alert of {} is not sent: {}", letter.topic(), e.getMessage());
      return false;
    }
  }

  /**
   * Sends a trial, once. Blocks.
   *
   * @throws CommandException if it is not taken
   */
  public void sendTrial() throws CommandException {
    try {
      webhook.send(AlertLetter.trial(room).json().toString());
    } catch (IOException e) {
      throw new CommandException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", e);
    }
  }

  /** Sends nothing more. */
  @Override
  public void close() {
    gathering.shutdownNow();
    thread.shutdownNow();
  }
}
