package alcove.web;

import alcove.health.BackupState;
import alcove.health.CertificateState;
import alcove.health.Disks;
import alcove.health.Figures;
import alcove.health.Measurements;
import alcove.room.growth.Span;
import alcove.room.growth.Sums;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Measurements of a room in which a test says what is there. */
public final class TestMeasurements implements Measurements {
  public final List<Sums.Kept> past = new CopyOnWriteArrayList<>();
  public volatile int peers = 3;
  public volatile BackupState backups = BackupState.OFF;
  public volatile Optional<CertificateState> certificates = Optional.empty();

  private final InstantSource clock;
  private final Instant started;

  TestMeasurements(InstantSource clock) {
    this.clock = clock;
    this.started = clock.instant();
  }

  public Figures.Gauges gauges() {
    return new Figures.Gauges(
        peers, 1, 2, 1, 0, 5, 50 << 20, 1 << 20, OptionalLong.of(120 << 20), OptionalLong.of(4096));
  }

  public Figures.Counters counters() {
    return new Figures.Counters(
        1234,
        new TreeMap<>(Map.of("refused", 7L, "too_many", 0L)),
        56,
        new TreeMap<>(Map.of("not_attending", 3L)),
        new TreeMap<>(Map.of("stalled_reader", 4L)),
        3L << 30,
        6,
        new TreeMap<>(Map.of("goodbye", 1200L)));
  }

  @Override
  public Figures now() {
    return new Figures(clock.instant(), started, gauges(), counters());
  }

  @Override
  public Disks.Spaces disks() {
    return Disks.Spaces.UNKNOWN;
  }

  @Override
  public BackupState backups() {
    return backups;
  }

  @Override
  public Optional<CertificateState> certificates() {
    return certificates;
  }

  @Override
  public List<Sums.Kept> history(Span span) {
    return past.stream().filter(each -> each.span() == span).toList();
  }
}
