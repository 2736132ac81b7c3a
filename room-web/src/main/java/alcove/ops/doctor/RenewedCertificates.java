package alcove.ops.doctor;

import alcove.health.CertificateState;
import alcove.health.Check;
import alcove.health.Diagnosis;
import alcove.health.Finding;
import alcove.ops.terminal.Spoken;
import java.time.Instant;
import java.util.Optional;

/** The certificates that a room gets by itself, and what is to be said of them. */
final class RenewedCertificates {
  private RenewedCertificates() {}

  /** The worst that is to be said; what others look after is for them. */
  static Finding judge(Optional<CertificateState> automatic, Instant now) {
    if (automatic.isEmpty()) {
      return finding(Diagnosis.HTTPS_BY_OTHERS);
    }
    var state = automatic.get();
    var finding =
        switch (state.standing(now)) {
          case ASKED_FOR -> finding(Diagnosis.HTTPS_FIRST);
          case GOOD -> good(state, now);
          case RETRIED -> troubled(Diagnosis.HTTPS_RETRIES, state, now);
          case ENDING -> troubled(Diagnosis.HTTPS_ENDS, state, now);
          case REFUSED -> refused(state.trouble().orElseThrow());
        };
    return state.ends().map(finding::at).orElse(finding);
  }

  /**
   * What is to be said of the one that is shown at the room's address, if it is to be the room's
   * own: who renews it, and why it could not, is said of that.
   */
  static Finding shown(Finding shown, CertificateState state, Instant now) {
    boolean isThere = state.ends().filter(now::isBefore).isPresent();
    var diagnosis =
        switch (shown.diagnosis()) {
          case CERTIFICATE_NOT_SEEN, CERTIFICATE_OF_ANOTHER, CERTIFICATE_EXPIRED ->
              isThere ? Diagnosis.CERTIFICATE_UNREACHED : Diagnosis.CERTIFICATE_AWAITED;
          case CERTIFICATE_UNTRUSTED -> Diagnosis.CERTIFICATE_UNKNOWN_AUTHORITY;
          case CERTIFICATE_SOON_OVER ->
              state.wildcard() ? Diagnosis.CERTIFICATE_GOOD : Diagnosis.CERTIFICATE_GOOD_FOR_DOMAIN;
          default -> shown.diagnosis();
        };
    var finding = Finding.of(Check.CERTIFICATE, diagnosis, shown.arguments().toArray());
    return shown.moment().map(finding::at).orElse(finding);
  }

  private static Finding good(CertificateState state, Instant now) {
    var hosts = state.hosts();
    if (hosts.equals(CertificateState.Hosts.NONE)) {
      return finding(
          state.wildcard() ? Diagnosis.HTTPS_RENEWS_WILDCARD : Diagnosis.HTTPS_RENEWS,
          state.days(now));
    }
    return finding(
        hosts.failed() > 0 ? Diagnosis.HTTPS_HOSTS_FAIL : Diagnosis.HTTPS_RENEWS_HOSTS,
        state.days(now),
        hosts.served(),
        hosts.waiting(),
        hosts.failed());
  }

  private static Finding troubled(Diagnosis diagnosis, CertificateState state, Instant now) {
    var trouble = state.trouble().orElseThrow();
    return finding(
        diagnosis,
        state.days(now),
        Spoken.moment(trouble.at()),
        trouble.why(),
        Spoken.moment(trouble.next()));
  }

  private static Finding refused(CertificateState.Trouble trouble) {
    return finding(
        Diagnosis.HTTPS_REFUSED,
        Spoken.moment(trouble.at()),
        trouble.why(),
        Spoken.moment(trouble.next()));
  }

  private static Finding finding(Diagnosis diagnosis, Object... arguments) {
    return Finding.of(Check.HTTPS, diagnosis, arguments);
  }
}
