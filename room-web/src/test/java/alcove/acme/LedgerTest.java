package alcove.acme;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LedgerTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final String DOMAIN = "room.example";

  private final Ledger ledger = Ledger.of(new JsonObject(), NOW);

  private void fail(String host) {
    ledger.failed(host, "no", Optional.empty(), NOW, new Random(1));
  }

  @Test
  void failureOfAClockThatWasAhead_isTriedAgainNow_atEachStart() {
    var ahead = NOW.plus(Duration.ofDays(200));
    ledger.failed(DOMAIN, "no", Optional.empty(), ahead, new Random(1));
    var json = ledger.json();

    var later = NOW.plus(Duration.ofDays(1));
    assertThat(Ledger.of(json, NOW).mayTry(DOMAIN, "directory", NOW)).isEqualTo(NOW);
    assertThat(Ledger.of(json, later).mayTry(DOMAIN, "directory", later)).isEqualTo(later);
    assertThat(Ledger.of(json, NOW).failure(DOMAIN).orElseThrow().at()).isEqualTo(NOW);
  }

  @Test
  void failureOfARightClock_keepsItsTimes() {
    var failure = ledger.failed(DOMAIN, "no", Optional.empty(), NOW, new Random(1));

    assertThat(Ledger.of(ledger.json(), NOW.plusSeconds(5)).failure(DOMAIN).orElseThrow())
        .isEqualTo(failure);
  }

  @Test
  void start_triesTheHostAQuarterOfAnHourAfterItsLastTry() {
    for (int i = 0; i < 12; i++) {
      fail(DOMAIN);
    }
    ledger.startAgain(DOMAIN, NOW.plus(Duration.ofMinutes(3)));
    assertThat(ledger.failure(DOMAIN).orElseThrow().next())
        .isEqualTo(NOW.plus(Duration.ofMinutes(15)));

    var later = NOW.plus(Duration.ofHours(2));
    ledger.startAgain(DOMAIN, later);
    assertThat(ledger.failure(DOMAIN).orElseThrow().next())
        .isEqualTo(NOW.plus(Duration.ofMinutes(15)));
    assertThat(ledger.mayTry(DOMAIN, "directory", later)).isBefore(later);
  }

  @Test
  void start_doesNotShortenWhatTheAuthoritySaid_norWhatIsShort() {
    var said = NOW.plus(Duration.ofDays(2));
    ledger.failed(DOMAIN, "rateLimited", Optional.of(said), NOW, new Random(1));
    fail("alice." + DOMAIN);
    var short0 = ledger.failure("alice." + DOMAIN).orElseThrow();

    ledger.startAgain(DOMAIN, NOW.plusSeconds(60));
    ledger.startAgain("alice." + DOMAIN, NOW);

    assertThat(ledger.failure(DOMAIN).orElseThrow().next()).isEqualTo(said);
    assertThat(ledger.failure("alice." + DOMAIN)).contains(short0);
  }

  @Test
  void failedHosts_areThoseOfTheWeekThatDidNotWorkSince_withoutTheDomain() {
    fail(DOMAIN);
    fail("alice." + DOMAIN);
    fail("alice." + DOMAIN);
    fail("bob." + DOMAIN);

    assertThat(ledger.failedHosts(DOMAIN, NOW)).isEqualTo(2);
    ledger.succeeded("bob." + DOMAIN, "directory", NOW, NOW);
    assertThat(ledger.failedHosts(DOMAIN, NOW)).isEqualTo(1);
    assertThat(ledger.failedHosts(DOMAIN, NOW.plus(Duration.ofDays(8)))).isZero();
  }
}
