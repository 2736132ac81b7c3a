package alcove.ops.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.health.CertificateState;
import alcove.health.CertificateState.Hosts;
import alcove.health.CertificateState.Trouble;
import alcove.health.Check;
import alcove.health.Diagnosis;
import alcove.health.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the doctor says of certificates that a room gets by itself. */
class RenewedCertificatesTest {
  private static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  private static final Trouble TROUBLE =
      new Trouble(NOW.minusSeconds(600), "DNS problem", NOW.plusSeconds(3600));

  private static CertificateState state(Optional<Duration> left, Hosts hosts, boolean failed) {
    return new CertificateState(
        left.map(NOW::plus),
        false,
        hosts,
        failed ? 1 : 0,
        failed ? Optional.of(TROUBLE) : Optional.empty());
  }

  private static Finding judge(CertificateState state) {
    return RenewedCertificates.judge(Optional.of(state), NOW);
  }

  @ParameterizedTest
  @CsvSource({
    ",      false, HTTPS_FIRST",
    ",      true,  HTTPS_REFUSED",
    "-PT1S, false, HTTPS_FIRST",
    "PT0S,  true,  HTTPS_REFUSED",
    "P40D,  false, HTTPS_RENEWS",
    "PT1H,  false, HTTPS_RENEWS",
    "P40D,  true,  HTTPS_RETRIES",
    "P3D,   true,  HTTPS_ENDS"
  })
  void domain_byItsCertificateAndTheLastTry_isJudged(
      Duration left, boolean failed, Diagnosis diagnosis) {
    var state = state(Optional.ofNullable(left), Hosts.NONE, failed);

    assertThat(judge(state).diagnosis()).isEqualTo(diagnosis);
    assertThat(judge(state).moment()).isEqualTo(state.ends());
  }

  @Test
  void trouble_isToldWithItsWordsAndTimes() {
    var finding = judge(state(Optional.of(Duration.ofDays(20)), Hosts.NONE, true));

    assertThat(DoctorTexts.found(finding))
        .isEqualTo(
            "The certificate of the domain is valid for 20 more days, but was not renewed. Last"
                + " attempt: 2026-05-01 11:50 UTC; next attempt: 2026-05-01 13:00 UTC. What was"
                + " said: DNS problem");
    assertThat(DoctorTexts.todo(finding).orElseThrow()).endsWith(": alcove status");
  }

  @Test
  void aliasHosts_areCounted_andWarnedOfWhereTheyFail() {
    var left = Optional.of(Duration.ofDays(20));

    assertThat(DoctorTexts.found(judge(state(left, new Hosts(2, 1, 0), false))))
        .endsWith("Hosts of aliases: 2 with a certificate of their own, 1 waiting for one.");
    assertThat(judge(state(left, new Hosts(2, 1, 3), false)))
        .isEqualTo(
            Finding.of(Check.HTTPS, Diagnosis.HTTPS_HOSTS_FAIL, 20, 2, 1, 3)
                .at(NOW.plus(left.get())));
  }

  @Test
  void wildcard_isSaid() {
    var state =
        new CertificateState(
            Optional.of(NOW.plusSeconds(86400)), true, Hosts.NONE, 0, Optional.empty());

    assertThat(judge(state).diagnosis()).isEqualTo(Diagnosis.HTTPS_RENEWS_WILDCARD);
  }

  @ParameterizedTest
  @CsvSource({
    "CERTIFICATE_NOT_SEEN,   ,     CERTIFICATE_AWAITED",
    "CERTIFICATE_EXPIRED,    ,     CERTIFICATE_AWAITED",
    "CERTIFICATE_OF_ANOTHER, ,     CERTIFICATE_AWAITED",
    "CERTIFICATE_NOT_SEEN,   P40D, CERTIFICATE_UNREACHED",
    "CERTIFICATE_OF_ANOTHER, P40D, CERTIFICATE_UNREACHED",
    "CERTIFICATE_UNTRUSTED,  P40D, CERTIFICATE_UNKNOWN_AUTHORITY",
    "CERTIFICATE_SOON_OVER,  P5D,  CERTIFICATE_GOOD_FOR_DOMAIN",
    "CERTIFICATE_GOOD,       P40D, CERTIFICATE_GOOD"
  })
  void shownCertificate_ofARoomThatGetsItByItself_isNoWebServersMatter(
      Diagnosis shown, Duration left, Diagnosis said) {
    var state = state(Optional.ofNullable(left), Hosts.NONE, false);
    var finding = Finding.of(Check.CERTIFICATE, shown, "room.example", 5).at(NOW);

    var judged = RenewedCertificates.shown(finding, state, NOW);

    assertThat(judged).isEqualTo(Finding.of(Check.CERTIFICATE, said, "room.example", 5).at(NOW));
    assertThat(DoctorTexts.found(judged) + DoctorTexts.todo(judged).orElse(""))
        .doesNotContain("web server");
  }

  @Test
  void room_thatGetsNone_isLeftToOthers() {
    assertThat(RenewedCertificates.judge(Optional.empty(), NOW))
        .isEqualTo(Finding.of(Check.HTTPS, Diagnosis.HTTPS_BY_OTHERS));
  }
}
