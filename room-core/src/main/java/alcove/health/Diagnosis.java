package alcove.health;

import static alcove.health.Verdict.FAILURE;
import static alcove.health.Verdict.OK;
import static alcove.health.Verdict.UNKNOWN;
import static alcove.health.Verdict.WARNING;

import alcove.identity.Word;

/**
 * The things that checks can find. Each has a text of what was found, under its word, and most one
 * of what to do, with {@code .todo} behind.
 */
public enum Diagnosis implements Word {
  HOST_FITS(OK),
  HOST_DIFFERS(FAILURE),
  NO_DOMAIN(UNKNOWN),
  NOT_SERVED(UNKNOWN),
  LATE(FAILURE),
  BUSY(WARNING),
  BROKEN(UNKNOWN),
  DNS_RESOLVES(OK),
  DNS_MISSING(FAILURE),
  WILDCARD_THERE(OK),
  WILDCARD_NOT_NEEDED(OK),
  WILDCARD_MISSING(FAILURE),
  CERTIFICATE_GOOD(OK),
  CERTIFICATE_GOOD_FOR_DOMAIN(OK),
  CERTIFICATE_SOON_OVER(WARNING),
  CERTIFICATE_EXPIRED(FAILURE),
  CERTIFICATE_OF_ANOTHER(FAILURE),
  CERTIFICATE_UNTRUSTED(FAILURE),
  CERTIFICATE_NOT_SEEN(FAILURE),
  CERTIFICATE_NONE(UNKNOWN),
  SITE_IS_THIS_ROOM(OK),
  SITE_IS_ANOTHER(FAILURE),
  SITE_UNREACHABLE(FAILURE),
  PROXY_SPEAKS(OK),
  PROXY_NONE(OK),
  PROXY_UNTRUSTED(FAILURE),
  PROXY_SILENT(FAILURE),
  PROXY_HIDES_HOST(FAILURE),
  PROXY_NOT_SEEN(UNKNOWN),
  WEBSOCKET_WORKS(OK),
  WEBSOCKET_FAILS(FAILURE),
  SSB_PORT_WORKS(OK),
  SSB_PORT_FAILS(FAILURE),
  PEERS_MEET(OK),
  PEERS_DO_NOT_MEET(FAILURE),
  CLOCK_RIGHT(OK),
  CLOCK_WRONG(FAILURE),
  CLOCK_UNCOMPARED(UNKNOWN),
  DISK_ENOUGH(OK),
  DISK_SCARCE(WARNING),
  DISK_FULL(FAILURE),
  OPEN_FILES_ENOUGH(OK),
  OPEN_FILES_FEW(WARNING),
  OPEN_FILES_UNKNOWN(UNKNOWN),
  CRYPTO_NATIVE(OK),
  CRYPTO_SLOW(WARNING),
  DATABASE_WORKS(OK),
  DATABASE_FILE_WORKS(OK),
  DATABASE_FILE_DEAD(WARNING),
  DATABASE_FAILS(FAILURE),
  BACKUP_FRESH(OK),
  BACKUP_OLD(WARNING),
  BACKUP_NEVER(WARNING),
  BACKUP_BY_HAND(OK),
  BACKUP_WAITING(OK),
  BACKUP_LATE(FAILURE),
  BACKUP_FAILED(FAILURE),
  SECRET_PRIVATE(OK),
  SECRET_OPEN(FAILURE),
  SECRET_UNKNOWN(UNKNOWN),
  ADMIN_THERE(OK),
  ADMIN_MISSING(WARNING),
  PLAIN_HTTP_CLOSED(OK),
  PLAIN_HTTP_OPEN(WARNING);

  private final Verdict verdict;

  Diagnosis(Verdict verdict) {
    this.verdict = verdict;
  }

  /** How bad it is. */
  public Verdict verdict() {
    return verdict;
  }

  /** Whether there is something to do about it. */
  public boolean hasAdvice() {
    return switch (this) {
      case NOT_SERVED, BROKEN -> true;
      default -> verdict == WARNING || verdict == FAILURE;
    };
  }
}
