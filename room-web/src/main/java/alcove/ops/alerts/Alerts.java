package alcove.ops.alerts;

import alcove.health.AlertState;
import alcove.health.Finding;
import alcove.ops.terminal.CommandException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells an operator what needs somebody, on threads of its own, which no event loop holds up.
 * Thread-safe.
 */
public final class Alerts implements AutoCloseable {
  private static final Duration GATHERING = Duration.ofMinutes(1);
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10));

  private final String room;
  private final String log;
  private final InstantSource clock;
  private final List<AlertDelivery> deliveries;
  private final AlertBook book = new AlertBook();
  private final FaultBook faults = new FaultBook();
  private final ScheduledExecutorService gathering =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("faults").daemon().factory());

  private Alerts(String room, String log, InstantSource clock, List<AlertDelivery> deliveries) {
    this.room = room;
    this.log = log;
    this.clock = clock;
    this.deliveries = deliveries;
  }

  /**
   * Those of a room.
   *
   * @param room how the operator knows it
   * @param log where its log is, for people
   * @return nothing if there is no way to send them
   */
  public static Optional<Alerts> begin(
      String room,
      String log,
      Optional<Webhook> webhook,
      Optional<MailRoute> mail,
      InstantSource clock) {
    List<AlertChannel> channels = new ArrayList<>();
    webhook.ifPresent(channels::add);
    mail.map(Mailbox::new).ifPresent(channels::add);
    return channels.isEmpty()
        ? Optional.empty()
        : Optional.of(quiet(room, log, channels, clock, PAUSES).gathering());
  }

  private Alerts gathering() {
    var _ =
        gathering.scheduleWithFixedDelay(
            this::tellFaults, GATHERING.toSeconds(), GATHERING.toSeconds(), TimeUnit.SECONDS);
    return this;
  }

  /** Those that tell no faults before they are told to. */
  static Alerts quiet(
      String room,
      String log,
      List<? extends AlertChannel> channels,
      InstantSource clock,
      List<Duration> pauses) {
    return new Alerts(
        room,
        log,
        clock,
        channels.stream().map(each -> new AlertDelivery(each, clock, pauses)).toList());
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
    deliveries.forEach(each -> each.queue(letter));
  }

  /** How they arrive. */
  public AlertState state() {
    return new AlertState(deliveries.stream().map(AlertDelivery::state).toList());
  }

  /**
   * Sends a trial by each way, once. Blocks.
   *
   * @throws CommandException if it is not taken by all
   */
  public void sendTrial() throws CommandException {
    List<String> failures = new ArrayList<>();
    try {
      for (AlertDelivery each : deliveries) {
        try {
          each.sendNow(AlertLetter.trial(room));
        } catch (IOException e) {
          failures.add(String.valueOf(e.getMessage()));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandException("interrupted", e);
    }
    if (!failures.isEmpty()) {
      throw new CommandException(String.join("; ", failures));
    }
  }

  /** Sends nothing more. */
  @Override
  public void close() {
    gathering.shutdownNow();
    deliveries.forEach(AlertDelivery::close);
  }
}
