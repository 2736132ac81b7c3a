package alcove.acme;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.tls.ServerKeys;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Which hosts get in line for a certificate when handshakes call them. */
class CalledHostsTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  private final KnownHosts hosts = new KnownHosts();
  private final AtomicInteger wakes = new AtomicInteger();
  private final CalledHosts called =
      new CalledHosts(hosts, new ServerKeys(), () -> NOW, wakes::incrementAndGet);

  @Test
  void host_thatExists_isInLineOnce() {
    hosts.add("alice.room.example");

    called.call("alice.room.example");
    called.call("alice.room.example");

    assertThat(wakes).hasValue(1);
    assertThat(called.waiting()).isEqualTo(1);
    assertThat(called.next()).contains("alice.room.example");
    assertThat(called.next()).isEmpty();
    assertThat(called.waiting()).isZero();
  }

  @Test
  void floodOfNamesThatNobodyHas_isLookedAtSeldom_andWakesNobody() {
    for (int i = 0; i < 100_000; i++) {
      called.call("name" + i + ".room.example");
    }

    assertThat(hosts.questions()).isBetween(20, 200);
    assertThat(wakes).hasValue(0);
    assertThat(called.next()).isEmpty();
  }

  @Test
  void host_ofAnotherDomain_isNotAskedFor() {
    called.call("room.example.evil.example");

    assertThat(hosts.questions()).isZero();
  }

  @Test
  void host_thatRests_isNotAskedForBeforeThat() {
    hosts.add("alice.room.example");
    called.restUntil("alice.room.example", NOW.plusSeconds(1));
    called.call("alice.room.example");
    assertThat(called.next()).isEmpty();

    called.restUntil("alice.room.example", NOW);
    called.call("alice.room.example");
    assertThat(called.next()).contains("alice.room.example");
  }
}
