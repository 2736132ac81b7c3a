package alcove.acme;

import alcove.tls.HostCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The time in which an authority wants a certificate renewed.
 *
 * @param again when it wants to be asked that again, if it says so
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9773">RFC 9773</a>
 */
record RenewalWindow(Instant start, Instant end, Optional<Instant> again) {
  private static final Duration BETWEEN_QUESTIONS = Duration.ofHours(6);
  private static final Duration LEAST = Duration.ofHours(1);
  private static final Duration MOST = Duration.ofDays(1);

  /** Two thirds of a life, for authorities that say nothing of it. */
  static Instant usual(HostCertificate certificate) {
    return certificate.begins().plus(certificate.life().multipliedBy(2).dividedBy(3));
  }

  /** A moment within it, by chance; in any case before the last tenth of the certificate's life. */
  Instant choose(HostCertificate certificate, RandomGenerator random) {
    var latest = certificate.ends().minus(certificate.life().dividedBy(10));
    long width = Math.max(0, Duration.between(start, end).toMillis());
    var chosen = start.plusMillis(width == 0 ? 0 : random.nextLong(width));
    return chosen.isAfter(latest) ? latest : chosen;
  }

  /** When to ask again, counted from {@code now}. */
  Instant nextQuestion(Instant now) {
    var wanted = again.map(at -> Duration.between(now, at)).orElse(BETWEEN_QUESTIONS);
    return now.plus(AuthorityCall.within(wanted, LEAST, MOST));
  }

  /** When to ask again who did not answer. */
  static Instant nextQuestionAfterSilence(Instant now) {
    return now.plus(BETWEEN_QUESTIONS);
  }
}
