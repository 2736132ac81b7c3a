package alcove.web.dashboard;

import alcove.identity.Word;
import alcove.room.model.Notice;
import alcove.room.model.NoticeKind;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.policy.Action;
import alcove.web.http.Exchange;
import alcove.web.http.Fields;
import alcove.web.http.HttpError;
import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.ErrorPage;
import alcove.web.page.SignedIn;
import alcove.web.page.Typesetter;
import io.vertx.core.Future;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;

/** The editor of notices, for those who write them. Thread-safe. */
public record NoticeEditorHandler(WebContext web) {
  /** The list. */
  static final String PATH = "/dashboard/notices";

  private static final String EDIT = PATH + "/edit";

  /** What stands between language and version of a notice that a page showed. */
  private static final String SEEN = " ";

  private static final Map<Refusal, String> FIELDS =
      Map.of(
          Refusal.LANGUAGE_TAG, "language",
          Refusal.NOTICE_LENGTH, "content",
          Refusal.NOTICE_COMPLEX, "content",
          Refusal.NOTICE_CHANGED, "content");

  public void addTo(Routes routes) {
    routes.page(PATH, Action.EDIT_NOTICES, (who, query) -> list()).inMenu();
    routes
        .page(EDIT, Action.EDIT_NOTICES, this::edit)
        .form(PATH + "/save", Action.EDIT_NOTICES, RateLimit.WRITE_NOTICE, this::save, FIELDS)
        .form(PATH + "/delete", Action.EDIT_NOTICES, this::delete);
  }

  /** All notices, by the word for what they are about. */
  private Response list() {
    Map<String, List<Notice>> byKind = new LinkedHashMap<>();
    for (NoticeKind kind : NoticeKind.values()) {
      byKind.put(
          kind.word(),
          web.room().notices().list().stream().filter(each -> each.kind() == kind).toList());
    }
    return Response.page("notice-list", byKind);
  }

  private Response edit(SignedIn who, Fields query) throws RefusedException {
    NoticeKind kind = kind(query);
    String language = query.get("language").orElse(web.room().settings().language());
    Optional<Notice> written = web.room().notices().find(kind, language);
    return Response.page(
        "notice-edit",
        Map.of(
            "notice",
            written.orElse(draft(kind, language, "", "")),
            "seen",
            language + SEEN + written.map(Notice::version).orElse("")));
  }

  private Notice draft(NoticeKind kind, String language, String title, String content) {
    return new Notice(kind, language, title, content, web.clock().instant());
  }

  private static NoticeKind kind(Fields fields) throws RefusedException {
    return Word.named(NoticeKind.class, fields.text("kind"))
        .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN, "there is no such notice"));
  }

  /** Only what can be shown is kept. */
  private Future<Response> save(Exchange exchange, Fields form) throws RefusedException, HttpError {
    Notice notice =
        draft(kind(form), form.text("language").strip(), form.need("title"), form.need("content"));
    notice.require();
    return web.typesetter()
        .htmlSoon(notice.content())
        .recover(failure -> Future.failedFuture(asSaid(failure)))
        .compose(
            html ->
                form.get("preview").isPresent()
                    ? Future.succeededFuture(
                        Response.preview(
                            "notice-edit",
                            Map.of("notice", notice, "preview", html, "seen", form.text("seen"))))
                    : web.storage().run(() -> keep(exchange.member(), notice, form)));
  }

  private static Throwable asSaid(Throwable failure) {
    return switch (failure) {
      case Typesetter.TooComplexException complex ->
          new RefusedException(Refusal.NOTICE_COMPLEX, "that is too complex for a notice");
      case RejectedExecutionException busy -> new HttpError(ErrorPage.BUSY);
      default -> failure;
    };
  }

  /** What the page showed, it showed of one language; for another nothing is compared. */
  private Response keep(SignedIn who, Notice notice, Fields form) throws RefusedException {
    String seen = notice.language() + SEEN;
    web.room()
        .notices()
        .save(
            who.actor(),
            notice.kind(),
            notice.language(),
            notice.title(),
            notice.content(),
            form.get("seen")
                .filter(each -> each.startsWith(seen))
                .map(each -> each.substring(seen.length())));
    return Response.see(PATH + "?done=saved");
  }

  private Response delete(SignedIn who, Fields form) throws RefusedException {
    web.room().notices().delete(who.actor(), kind(form), form.text("language"));
    return Response.see(PATH + "?done=deleted");
  }
}
