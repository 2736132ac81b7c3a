package alcove.web;

import alcove.identity.FeedId;
import alcove.identity.MalformedException;
import alcove.room.AuditEntry;
import java.time.Instant;

/**
 * What was done lately, in a line.
 *
 * @param action the word for it
 * @param subject what it was done to, the beginning of it if it is an id; may be empty
 */
record DashboardNews(String action, String subject, NamedActor by, Instant at) {
  static DashboardNews of(AuditEntry entry, SignedIn who) {
    return new DashboardNews(
        entry.action().word(), brief(entry.subject()), NamedActor.of(entry.by(), who), entry.at());
  }

  private static String brief(String subject) {
    try {
      return ShortId.of(FeedId.parse(subject));
    } catch (MalformedException other) {
      return subject;
    }
  }
}
