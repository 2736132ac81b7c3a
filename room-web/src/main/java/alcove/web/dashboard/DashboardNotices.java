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
import alcove.web.http.Purpose;
import alcove.web.http.Rejection;
import alcove.web.http.Routes;
import alcove.web.http.Visit;
import alcove.web.page.ErrorPage;
import alcove.web.page.SignedIn;
import alcove.web.page.TooComplexException;
import alcove.web.page.Typesetter;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/** What the room says to its visitors, for those who write it. Thread-safe. */
public final class DashboardNotices {
  /** The list. */
  static final String PATH = "/dashboard/notices";

  private static final Set<String> DONE = Set.of("saved", "deleted");

  private final Desk desk;
  private final Room room;
  private final Typesetter typesetter;

  public DashboardNotices(Desk desk) {
    this.desk = desk;
    this.typesetter = desk.parts().typesetter();
    this.room = desk.room();
  }

  public void addTo(Routes routes) {
    routes.at(PATH, get(this::list).forMembers(Action.EDIT_NOTICES));
    routes.at(PATH + "/edit", get(this::edit).forMembers(Action.EDIT_NOTICES));
    routes.at(
        PATH + "/save", post(Purpose.WRITE_NOTICE, this::save).forMembers(Action.EDIT_NOTICES));
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
    return visit.form().compose(form -> save(visit.member(), form));
  }

  /** Only what can be shown is kept. */
  private Future<Answer> save(SignedIn who, Fields form) {
    NoticeForm notice;
    try {
      kind(form.get("kind").orElse(""));
      notice = NoticeForm.of(form);
    } catch (RefusedException | Rejection unfit) {
      return Future.failedFuture(unfit);
    }
    if (notice.content().length() > Notice.LONGEST_CONTENT) {
      return Future.succeededFuture(again(notice, Refusal.NOTICE_LENGTH));
    }
    return typesetter
        .htmlSoon(notice.content())
        .compose(
            html ->
                form.get("preview").isPresent()
                    ? Future.succeededFuture(Answer.page("notice-edit", notice.withPreview(html)))
                    : desk.storage().run(() -> keep(who, notice)))
        .recover(
            failure ->
                switch (failure) {
                  case TooComplexException complex ->
                      Future.succeededFuture(again(notice, Refusal.NOTICE_COMPLEX));
                  case RejectedExecutionException busy ->
                      Future.failedFuture(new Rejection(503, ErrorPage.BUSY));
                  default -> Future.failedFuture(failure);
                });
  }

  private Answer keep(SignedIn who, NoticeForm notice) throws RefusedException {
    try {
      room.notices()
          .save(
              who.actor(),
              kind(notice.kind()),
              notice.language(),
              notice.title(),
              notice.content());
      return new Answer.See(PATH + "?done=saved");
    } catch (RefusedException refused) {
      return again(notice, refused.reason());
    }
  }

  private static Answer again(NoticeForm notice, Refusal reason) {
    return new Answer.Page(Answers.status(reason), "notice-edit", notice.withProblem(reason));
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
