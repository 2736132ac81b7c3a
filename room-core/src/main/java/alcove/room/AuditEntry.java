package alcove.room;

import java.time.Instant;

/**
 * One line of the audit log.
 *
 * @param number rising with time
 * @param by who did it
 * @param subject what it was done to: an id in full, an alias, the name of a setting; may be empty
 * @param details the rest; may be empty
 */
public record AuditEntry(
    long number, Instant at, Actor by, AuditAction action, String subject, String details) {
  /** As members may read it: why somebody was blocked is between moderators. */
  AuditEntry withoutReason() {
    return action == AuditAction.BLOCKED
        ? new AuditEntry(number, at, by, action, subject, "")
        : this;
  }
}
