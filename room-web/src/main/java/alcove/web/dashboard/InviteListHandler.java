package alcove.web.dashboard;

import alcove.room.model.InviteTerms;
import alcove.room.model.NewInvite;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.policy.Action;
import alcove.web.http.Fields;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.SignedIn;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** The list of invites: one's own, and everybody's for those who look after them. Thread-safe. */
public record InviteListHandler(WebContext web) {
  /** The list. */
  static final String PATH = "/dashboard/invites";

  private static final Map<Refusal, String> FIELDS =
      Map.of(
          Refusal.INVITE_USES, "uses",
          Refusal.INVITE_LABEL, "label",
          Refusal.INVITE_EXPIRY, "until",
          Refusal.NO_DAY, "until");

  public void addTo(Routes routes) {
    routes
        .page(
            PATH,
            (who, query) ->
                Response.page("invites", InviteListView.of(web, who, ListQuery.of(query))))
        .inMenu()
        .form(PATH + "/create", Action.CREATE_INVITE, this::create, FIELDS)
        .form(PATH + "/new-link", Action.CREATE_INVITE, this::newLink)
        .form(PATH + "/revoke", Action.SIGN_IN, this::revoke);
  }

  private Response create(SignedIn who, Fields form) throws RefusedException {
    return show(web.room().invites().create(who.actor(), terms(form)));
  }

  private InviteTerms terms(Fields form) throws RefusedException {
    int uses = (int) Math.min(form.number("uses").orElse(0L), Integer.MAX_VALUE);
    Optional<Instant> expires = form.endOfDay("until").or(() -> inDays(InviteListView.days(form)));
    InviteTerms terms = new InviteTerms(uses, expires, form.text("label").strip());
    return form.get("introduce").isPresent() ? terms.introducing() : terms;
  }

  private Optional<Instant> inDays(long days) {
    return days == 0
        ? Optional.empty()
        : Optional.of(web.clock().instant().plus(Duration.ofDays(days)));
  }

  private Response newLink(SignedIn who, Fields form) throws RefusedException {
    return show(web.room().invites().newLink(who.actor(), id(form)));
  }

  /** The one time that the link is seen. */
  private Response show(NewInvite made) {
    String link = web.at().join(made.token().text());
    return Response.page("invite-link", Map.of("invite", made.invite(), "link", link));
  }

  private Response revoke(SignedIn who, Fields form) throws RefusedException {
    web.room().invites().revoke(who.actor(), id(form));
    return new Response.Done("revoked");
  }

  private static long id(Fields form) throws RefusedException {
    return form.number("id")
        .orElseThrow(() -> new RefusedException(Refusal.INVITE_UNKNOWN, "there is no such invite"));
  }
}
