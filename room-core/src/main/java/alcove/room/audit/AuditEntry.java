package alcove.room.audit;

import alcove.room.policy.Actor;
import alcove.room.policy.Standing;
import java.time.Instant;

/**
 * One line of the audit log.
 *
 * @param number rising with time
 * @param by who did it
 */
public record AuditEntry(long number, Instant at, Actor by, AuditEvent event) {
  /** As somebody of a standing may read it. */
  public AuditEntry asReadBy(Standing standing) {
    return standing == Standing.MEMBER ? new AuditEntry(number, at, by, event.forMembers()) : this;
  }

  /** The action, as commands and pages write it. */
  public String action() {
    return event.action();
  }

  /** What it was done to, in words. */
  public String subject() {
    return event.subject();
  }

  /** The rest, in words. */
  public String details() {
    return event.details();
  }
}
