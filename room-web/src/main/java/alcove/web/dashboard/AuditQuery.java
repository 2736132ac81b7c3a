package alcove.web.dashboard;

import alcove.room.audit.AuditFilter;
import alcove.room.audit.AuditGroup;
import alcove.web.http.Fields;
import alcove.web.page.LocalPath;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The part of the audit log that somebody wants to see.
 *
 * @param about what it tells of; null for everything
 * @param text the person or thing that is looked for; may be empty
 * @param before only entries before this one, if given
 */
record AuditQuery(@Nullable AuditGroup about, String text, @Nullable Long before) {
  static AuditQuery of(Fields query) {
    return new AuditQuery(
        query.get("about").flatMap(AuditGroup::named).orElse(null),
        ListQuery.of(query).text(),
        query.number("before").orElse(null));
  }

  AuditFilter filter() {
    return Optional.ofNullable(about).map(AuditFilter::of).orElse(AuditFilter.ALL).with(text);
  }

  /** The word for what it tells of; empty for everything. */
  String word() {
    return about == null ? "" : about.word();
  }

  /** The link to the newest of those that fit. */
  String newest() {
    return AuditHandler.PATH + "?about=" + word() + "&q=" + LocalPath.encode(text);
  }
}
