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
  void failedHosts_areThoseOfTheWeekThatDidNotWorkSince_withoutTheDomain() {
    fail(DOMAIN);
    fail("alice." + DOMAIN);
    fail("alice." + DOMAIN);
    fail("bob." + DOMAIN);

    assertThat(ledger.failedHosts(DOMAIN, NOW)).isEqualTo(2);
    ledger.succeeded("bob." + DOMAIN, "directory", NOW);
    assertThat(ledger.failedHosts(DOMAIN, NOW)).isEqualTo(1);
    assertThat(ledger.failedHosts(DOMAIN, NOW.plus(Duration.ofDays(8)))).isZero();
  }
}
