package alcove.web.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.health.BackupState;
import alcove.health.CertificateState;
import alcove.health.Disks;
import alcove.health.Figures;
import alcove.health.Measurements;
import alcove.room.growth.Span;
import alcove.room.growth.Sums;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FiguresFeedTest {
  private long nanos = 42;
  private int measured;
  private final FiguresFeed feed = new FiguresFeed(new Counting(), () -> nanos);

  private final class Counting implements Measurements {
    @Override
    public Figures now() {
      measured++;
      return new Figures(
          Instant.ofEpochMilli(2000),
          Instant.ofEpochMilli(1000),
          new Figures.Gauges(
              3, 2, 4, 1, 0, 8, 1000, 500, OptionalLong.empty(), OptionalLong.of(measured)),
          new Figures.Counters(
              7,
              new TreeMap<>(Map.of("refused", 2L)),
              5,
              new TreeMap<>(),
              new TreeMap<>(Map.of("ended", 1L)),
              99,
              9,
              new TreeMap<>()));
    }

    @Override
    public Disks.Spaces disks() {
      return Disks.Spaces.UNKNOWN;
    }

    @Override
    public BackupState backups() {
      return BackupState.OFF;
    }

    @Override
    public Optional<CertificateState> certificates() {
      return Optional.empty();
    }

    @Override
    public List<Sums.Kept> history(Span span) {
      return List.of();
    }
  }

  @Test
  void feed_askedByManyInASecond_measuresOnce() {
    String first = feed.json();
    nanos += Duration.ofMillis(999).toNanos();

    assertThat(feed.json()).isEqualTo(first);
    assertThat(measured).isEqualTo(1);

    nanos += Duration.ofMillis(1).toNanos();

    assertThat(feed.json()).isNotEqualTo(first);
    assertThat(measured).isEqualTo(2);
  }

  @Test
  void feed_isOneLineOfNumbers() {
    JsonObject json = new JsonObject(feed.json());

    assertThat(feed.json()).doesNotContain("\n");
    assertThat(json.getInteger("peers")).isEqualTo(5);
    assertThat(json.getJsonObject("handshakesFailed").getLong("refused")).isEqualTo(2);
    assertThat(json.getJsonObject("tunnelsEnded").getLong("ended")).isEqualTo(1);
    assertThat(json.getLong("tunnelBytes")).isEqualTo(99);
    assertThat(json.getLong("database")).isEqualTo(1);
    assertThat(json.containsKey("resident")).isFalse();
  }
}
