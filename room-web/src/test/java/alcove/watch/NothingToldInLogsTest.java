package alcove.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

class NothingToldInLogsTest {
  private static final Logger LOG = LoggerFactory.getLogger(NothingToldInLogsTest.class);

  @Test
  void test_duringWhichASecretIsLogged_fails() {
    String token = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA";

    LOG.trace("an invite: {}", token);

    assertThatThrownBy(NothingToldInLogs::check).hasMessageContaining(token);
    NothingToldInLogs.check();
  }

  @Test
  void test_duringWhichACauseTellsAKey_fails() {
    String id = "@q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=.ed25519";

    LOG.debug("fault", new IllegalStateException("outer", new IllegalArgumentException(id)));

    assertThatThrownBy(NothingToldInLogs::check).hasMessageContaining(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "peer 192.0.2.7 hung up",
        "peer /192.0.2.7:40312",
        "from [2001:db8::7]:40312",
        "from 2001:db8:0:0:0:0:0:7",
        "from fe80::1",
        "invite=q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA",
        "net:127.0.0.1:8008~shs:q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=",
        "hash c4612d488c8b730aecd874b92924f9b8f4ecb8f3e78689adfbd94e2f9452c7fc"
      })
  void textThatTells_isFound(String text) {
    assertThat(NothingToldInLogs.tellsTooMuch(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@q83vEj closed: TIMEOUT",
        "peers on port 8008 of 127.0.0.1, [::1] and 0.0.0.0",
        "Alcove 0.1.0-SNAPSHOT, Java 25.0.3+9-LTS, H2 2.4.240, at 12:34:56.789",
        "jdbc:h2:mem:doctor-123e4567-e89b-12d3-a456-426614174000",
        "/tmp/junit-1234567890123456789/data/secret: fine, ports 3000:8008:443"
      })
  void textThatTellsNothing_isNotFound(String text) {
    assertThat(NothingToldInLogs.tellsTooMuch(text)).isFalse();
  }
}
