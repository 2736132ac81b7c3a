package alcove.ops.alerts;

import alcove.health.Finding;
import alcove.ops.doctor.DoctorTexts;
import alcove.ops.terminal.CommandException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells an operator what needs somebody, on a thread of its own. Thread-safe.
 *
 * <p>What is not taken is sent again, after longer and longer times, and given up after the last;
 * meanwhile others wait, so many at most.
 */
public final class Alerts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
  private static final int MOST_WAITING = 32;
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10));

  private final String room;
  private final Webhook webhook;
  private final InstantSource clock;
  private final List<Duration> pauses;
  private final AlertBook book = new AlertBook();
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
   */
  public Alerts(String room, Webhook webhook, InstantSource clock) {
    this(room, webhook, clock, PAUSES);
  }

  Alerts(String room, Webhook webhook, InstantSource clock, List<Duration> pauses) {
    this.room = room;
    this.webhook = webhook;
    this.clock = clock;
    this.pauses = List.copyOf(pauses);
  }

  /** Tells what is new after a look. Does not wait. */
  public void hear(List<Finding> findings) {
    List<Alert> alerts;
    synchronized (book) {
      alerts = book.after(findings, clock.instant());
    }
    alerts.forEach(this::queue);
  }

  private void queue(Alert alert) {
    try {
      thread.execute(() -> deliver(alert));
    } catch (RejectedExecutionException full) {
      LOG.warn("alert of {} is lost: too many wait", alert.finding().check().word());
    }
  }

  private void deliver(Alert alert) {
    String json = json(alert).toString();
    try {
      for (Duration pause : pauses) {
        if (isTaken(alert, json)) {
          return;
        }
        Thread.sleep(pause);
      }
      if (!isTaken(alert, json)) {
        LOG.warn("alert of {} is given up", alert.finding().check().word());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isTaken(Alert alert, String json) throws InterruptedException {
    try {
      webhook.send(json);
      return true;
    } catch (IOException e) {
      LOG.warn("alert of {} is not sent: {}", alert.finding().check().word(), e.getMessage());
      return false;
    }
  }

  private ObjectNode json(Alert alert) {
    Finding finding = alert.finding();
    String found = DoctorTexts.found(finding);
    return JsonNodeFactory.instance
        .objectNode()
        .put("text", "%s: %s (%s) %s".formatted(room, finding.check().word(), said(alert), found))
        .put("room", room)
        .put("state", alert.state().word())
        .put("check", finding.check().word())
        .put("verdict", finding.verdict().word())
        .put("diagnosis", finding.diagnosis().word())
        .put("found", found)
        .put("todo", DoctorTexts.todo(finding).orElse(""));
  }

  private static String said(Alert alert) {
    return switch (alert.state()) {
      case BEGUN -> alert.finding().verdict().word();
      case REMINDER -> "still " + alert.finding().verdict().word();
      case ENDED -> "over";
    };
  }

  /**
   * Sends a trial, once. Blocks.
   *
   * @throws CommandException if it is not taken
   */
  public void sendTrial() throws CommandException {
    var json =
        JsonNodeFactory.instance
            .objectNode()
            .put("text", room + ": this is a trial. Alerts of your room come here.")
            .put("room", room)
            .put("state", "trial");
    try {
      webhook.send(json.toString());
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
    thread.shutdownNow();
  }
}
