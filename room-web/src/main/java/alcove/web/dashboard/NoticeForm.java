package alcove.web.dashboard;

import alcove.room.Refusal;
import alcove.web.http.Fields;
import alcove.web.http.Rejection;
import org.jspecify.annotations.Nullable;

/**
 * A notice while it is written.
 *
 * @param kind the word for what it is about
 * @param content Markdown
 * @param preview what that means in HTML, if somebody wants to see it
 * @param problem what is wrong about it
 */
record NoticeForm(
    String kind,
    String language,
    String title,
    String content,
    @Nullable String preview,
    @Nullable Refusal problem) {
  static NoticeForm of(Fields form) throws Rejection {
    return new NoticeForm(
        form.get("kind").orElse(""),
        form.get("language").orElse("").strip(),
        form.need("title"),
        form.need("content"),
        null,
        null);
  }

  NoticeForm withPreview(String html) {
    return new NoticeForm(kind, language, title, content, html, null);
  }

  NoticeForm withProblem(Refusal refusal) {
    return new NoticeForm(kind, language, title, content, null, refusal);
  }
}
