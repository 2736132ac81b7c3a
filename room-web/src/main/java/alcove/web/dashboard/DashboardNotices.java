package alcove.web.dashboard;

import static alcove.web.http.Endpoint.get;
import static alcove.web.http.Endpoint.post;

import alcove.room.Action;
import alcove.room.Notice;
import alcove.room.NoticeKind;
import alcove.room.Refusal;
import alcove.room.RefusedException;
import alcove.room.Room;
import alcove.web.http.Answer;
import alcove.web.http.Answers;
import alcove.web.http.Desk;
import alcove.web.http.Fields;
import alcove.web.http.Rejection;
import alcove.web.http.Routes;
import alcove.web.http.Visit;
import alcove.web.page.Markdown;
import alcove.web.page.SignedIn;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the room says to its visitors, for those who write it. Thread-safe. */
public final class DashboardNotices {
  /** The list. */
  static final String PATH = "/dashboard/notices";

  private static final Set<String> DONE = Set.of("saved", "deleted");

  private final Desk desk;
  private final Room room;
  private final Markdown markdown = new Markdown();

  public DashboardNotices(Desk desk) {
    this.desk = desk;
    this.room = desk.room();
  }

  public void addTo(Routes routes) {
    routes.at(PATH, get(this::list).forMembers(Action.EDIT_NOTICES));
    routes.at(PATH + "/edit", get(this::edit).forMembers(Action.EDIT_NOTICES));
    routes.at(PATH + "/save", post(this::save).forMembers(Action.EDIT_NOTICES));
    routes.at(PATH + "/delete", post(this::delete).forMembers(Action.EDIT_NOTICES));
  }

  private Future<Answer> list(Visit visit) {
    @Nullable String done = visit.query("done").filter(DONE::contains).orElse(null);
    return desk.storage()
        .run(() -> Answer.page("notice-list", new NoticeListPage(room.notices().list(), done)));
  }

  private Future<Answer> edit(Visit visit) {
    String kind = visit.query("kind").orElse("");
    String language = visit.query("language").orElse(room.settings().language());
    return desk.storage()
        .run(
            () -> {
              NoticeKind known = kind(kind);
              Optional<Notice> written =
                  room.notices().list().stream()
                      .filter(each -> each.kind() == known && each.language().equals(language))
                      .findFirst();
              return Answer.page(
                  "notice-edit",
                  new NoticeForm(
                      known.word(),
                      language,
                      written.map(Notice::title).orElse(""),
                      written.map(Notice::content).orElse(""),
                      null,
                      null));
            });
  }

  private static NoticeKind kind(String word) throws RefusedException {
    return NoticeKind.named(word)
        .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN, "there is no such notice"));
  }

  private Future<Answer> save(Visit visit) {
    return visit.form().compose(form -> desk.storage().run(() -> save(visit.member(), form)));
  }

  private Answer save(SignedIn who, Fields form) throws RefusedException, Rejection {
    NoticeKind known = kind(form.get("kind").orElse(""));
    NoticeForm notice = NoticeForm.of(form);
    if (form.get("preview").isPresent()) {
      return Answer.page("notice-edit", notice.withPreview(markdown.html(notice.content())));
    }
    try {
      room.notices().save(who.actor(), known, notice.language(), notice.title(), notice.content());
      return new Answer.See(PATH + "?done=saved");
    } catch (RefusedException refused) {
      return new Answer.Page(
          Answers.status(refused.reason()), "notice-edit", notice.withProblem(refused.reason()));
    }
  }

  private Future<Answer> delete(Visit visit) {
    return visit
        .form()
        .compose(
            form ->
                desk.storage()
                    .run(
                        () -> {
                          room.notices()
                              .delete(
                                  visit.member().actor(),
                                  kind(form.get("kind").orElse("")),
                                  form.get("language").orElse(""));
                          return new Answer.See(PATH + "?done=deleted");
                        }));
  }
}
