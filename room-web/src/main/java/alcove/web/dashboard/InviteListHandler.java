package alcove.web.dashboard;

import alcove.room.model.Invite;
import alcove.room.model.InviteFilter;
import alcove.room.model.InviteTerms;
import alcove.room.model.NewInvite;
import alcove.room.model.Page;
import alcove.room.model.Paging;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomList;
import alcove.room.policy.Action;
import alcove.web.http.Fields;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.SignedIn;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
                Response.page("invites", InviteListView.of(web, who, ListQuery.of(query)))
                    .withoutSecrets())
        .inMenu()
        .form(PATH + "/create", Action.CREATE_INVITE, this::create, FIELDS)
        .form(PATH + "/new-link", Action.CREATE_INVITE, this::newLink)
        .form(PATH + "/reopen", Action.CREATE_INVITE, this::reopen)
        .form(PATH + "/several", Action.SIGN_IN, this::several)
        .form(PATH + "/revoke", Action.SIGN_IN, this::revoke)
        .file(PATH + "/export", Action.EXPORT_LISTS, this::export);
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
    return revoke(who, id(form)).unless(undoer -> reopen(undoer, id(form)));
  }

  private Response.Done revoke(SignedIn who, long id) throws RefusedException {
    return new Response.Done("revoked").about(name(web.room().invites().revoke(who.actor(), id)));
  }

  private Response reopen(SignedIn who, Fields form) throws RefusedException {
    return reopen(who, id(form)).unless(undoer -> revoke(undoer, id(form)));
  }

  private Response.Done reopen(SignedIn who, long id) throws RefusedException {
    return new Response.Done("reopened").about(name(web.room().invites().reopen(who.actor(), id)));
  }

  /** Revokes those that are ticked, or all open ones that fit what was chosen. */
  private Response several(SignedIn who, Fields form) throws RefusedException {
    List<String> numbers = form.text("do").equals("all") ? open(who, form) : form.all("id");
    return Several.each(
        "several-revoked",
        numbers,
        number -> {
          long id = Fields.parseNumber(number).orElseThrow(InviteListHandler::unknown);
          revoke(who, id);
          return new Several.Did(Optional.of(undoer -> reopen(undoer, id)));
        });
  }

  private List<String> open(SignedIn who, Fields form) throws RefusedException {
    InviteFilter open = InviteListView.filter(who, ListQuery.of(form)).in(Invite.State.OPEN);
    return web.room().invites().page(who.actor(), open, new Paging(1, Several.MOST)).rows().stream()
        .map(invite -> Long.toString(invite.id()))
        .toList();
  }

  private Response export(SignedIn who, Fields query, String format) throws RefusedException {
    ListFile file =
        new ListFile(
            "number",
            "label",
            "state",
            "created_by",
            "created",
            "uses",
            "uses_left",
            "expires",
            "revoked",
            "claimed_by");
    ListQuery whole = ListQuery.of(query).whole();
    Instant now = web.clock().instant();
    Page<Invite> page = InviteListView.page(web, who, whole);
    for (int number = 1; number <= page.pages() && !file.isFull(); number++) {
      page = InviteListView.page(web, who, whole.at(number));
      for (Invite each : page.rows()) {
        file.add(
            each.id(),
            each.label(),
            each.state(now).word(),
            ListFile.name(each.createdBy()),
            each.created(),
            each.uses(),
            each.usesLeft(),
            each.expires(),
            each.revoked(),
            each.claims().stream().map(Invite.Claim::by).toList());
      }
    }
    return file.answer(web.room(), who, RoomList.INVITES, format);
  }

  private static RefusedException unknown() {
    return new RefusedException(Refusal.INVITE_UNKNOWN, "there is no such invite");
  }

  private static String name(Invite invite) {
    return invite.label().isEmpty() ? "#" + invite.id() : invite.label();
  }

  private static long id(Fields form) throws RefusedException {
    return form.number("id").orElseThrow(InviteListHandler::unknown);
  }
}
