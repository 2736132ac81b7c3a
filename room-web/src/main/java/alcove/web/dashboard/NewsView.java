package alcove.web.dashboard;

import alcove.room.audit.AuditAction;
import alcove.room.audit.AuditEntry;
import alcove.web.page.SignedIn;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change that was made lately, in a line.
 *
 * @param action the word for it
 * @param subject what it was done to; null where the word says it all
 */
record NewsView(String action, @Nullable AuditPart subject, NamedActor by, Instant at) {
  static List<NewsView> of(List<AuditEntry> entries, AuditParts parts, SignedIn who) {
    return entries.stream()
        .map(
            entry ->
                new NewsView(
                    AuditAction.of(entry.event()).word(),
                    parts.subject(entry),
                    NamedActor.of(entry.by(), who),
                    entry.at()))
        .toList();
  }
}
