package alcove.web.dashboard;

import static alcove.web.http.Endpoint.get;
import static alcove.web.http.Endpoint.post;

import alcove.room.Action;
import alcove.room.InviteTerms;
import alcove.room.NewInvite;
import alcove.room.Refusal;
import alcove.room.RefusedException;
import alcove.room.Room;
import alcove.web.http.Answer;
import alcove.web.http.Answers;
import alcove.web.http.Desk;
import alcove.web.http.Fields;
import alcove.web.http.Routes;
import alcove.web.http.Visit;
import alcove.web.page.SignedIn;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Invites: one's own, and everybody's for those who look after them. Thread-safe. */
public final class DashboardInvites {
  /** The list. */
  static final String PATH = "/dashboard/invites";

  private static final String TEMPLATE = "invites";
  private static final Set<String> DONE = Set.of("revoked");

  private final Desk desk;
  private final Room room;

  public DashboardInvites(Desk desk) {
    this.desk = desk;
    this.room = desk.room();
  }

  public void addTo(Routes routes) {
    routes.at(PATH, get(this::list).forMembers());
    routes.at(PATH + "/create", post(this::create).forMembers(Action.CREATE_INVITE));
    routes.at(PATH + "/new-link", post(this::newLink).forMembers(Action.CREATE_INVITE));
    routes.at(PATH + "/revoke", post(this::revoke).forMembers());
  }

  private Future<Answer> list(Visit visit) {
    ListQuery query = ListQuery.of(visit);
    @Nullable String done = visit.query("done").filter(DONE::contains).orElse(null);
    return desk.storage()
        .run(
            () ->
                Answer.page(
                    TEMPLATE,
                    InvitesPage.of(desk.parts(), visit.member(), query, InviteForm.EMPTY, done)));
  }

  private Future<Answer> create(Visit visit) {
    return visit
        .form()
        .compose(form -> desk.storage().run(() -> create(visit.member(), InviteForm.of(form))));
  }

  private Answer create(SignedIn who, InviteForm form) throws RefusedException {
    try {
      return show(room.invites().create(who.actor(), terms(form)));
    } catch (RefusedException refused) {
      if (!InviteForm.PROBLEMS.contains(refused.reason())) {
        throw refused;
      }
      return new Answer.Page(
          Answers.status(refused.reason()),
          TEMPLATE,
          InvitesPage.of(
              desk.parts(), who, ListQuery.ALL, form.withProblem(refused.reason()), null));
    }
  }

  private InviteTerms terms(InviteForm form) throws RefusedException {
    Instant now = desk.parts().clock().instant();
    Optional<Instant> expires = LastDay.end(form.until()).or(() -> inDays(now, form.days()));
    InviteTerms terms = new InviteTerms(uses(form), expires, form.label().strip());
    return form.introduce() ? terms.introducing() : terms;
  }

  private static Optional<Instant> inDays(Instant now, int days) {
    return days == 0 ? Optional.empty() : Optional.of(now.plus(Duration.ofDays(days)));
  }

  private static int uses(InviteForm form) throws RefusedException {
    if (!form.uses().strip().matches("[0-9]{1,6}")) {
      throw new RefusedException(Refusal.INVITE_USES, "that is no number of uses");
    }
    return Integer.parseInt(form.uses().strip());
  }

  private Future<Answer> newLink(Visit visit) {
    return visit
        .form()
        .compose(
            form ->
                desk.storage()
                    .run(() -> show(room.invites().newLink(visit.member().actor(), id(form)))));
  }

  /** The one time that the link is seen. */
  private Answer show(NewInvite made) {
    return Answer.page(
        "invite-link",
        Map.of(
            "invite",
            made.invite(),
            "link",
            desk.parts().address().get().join(made.token().text())));
  }

  private Future<Answer> revoke(Visit visit) {
    return visit
        .form()
        .compose(
            form ->
                desk.storage()
                    .run(
                        () -> {
                          room.invites().revoke(visit.member().actor(), id(form));
                          return new Answer.See(PATH + "?done=revoked");
                        }));
  }

  private static long id(Fields form) throws RefusedException {
    return form.get("id")
        .filter(digits -> digits.matches("[0-9]{1,18}"))
        .map(Long::parseLong)
        .orElseThrow(() -> new RefusedException(Refusal.INVITE_UNKNOWN, "there is no such invite"));
  }
}
