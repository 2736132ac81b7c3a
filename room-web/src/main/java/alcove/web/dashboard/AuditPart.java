package alcove.web.dashboard;

import org.jspecify.annotations.Nullable;

/**
 * A person or thing in an entry of the audit log.
 *
 * @param key of the text that says it; null for what is shown as it is
 * @param text what is shown as it is, or what the text has a place for
 * @param href where there is more about it; null where there is not
 */
record AuditPart(@Nullable String key, String text, @Nullable String href) {
  static AuditPart said(String key) {
    return new AuditPart(key, "", null);
  }

  static AuditPart shown(String text) {
    return new AuditPart(null, text, null);
  }

  /** The same with a link. */
  AuditPart at(@Nullable String path) {
    return new AuditPart(key, text, path);
  }
}
