package alcove.web.dashboard;

import alcove.identity.FeedId;
import alcove.identity.Word;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.SecretToken;
import alcove.room.policy.Action;
import alcove.room.policy.Role;
import alcove.room.signin.Passwords;
import alcove.web.http.Fields;
import alcove.web.http.HttpError;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.LocalPath;
import alcove.web.page.SignedIn;
import java.util.Map;

/** The list of members and the page of each, for all members. Thread-safe. */
public record MemberListHandler(WebContext web) {
  /** The list. */
  static final String PATH = LocalPath.MEMBERS;

  private static final Map<Refusal, String> FIELDS =
      Map.of(
          Refusal.NOT_AN_ID, "id",
          Refusal.NO_PERSON, "id",
          Refusal.BLOCKED, "id",
          Refusal.ALREADY_MEMBER, "id");

  private static final Map<Refusal, String> FIELDS_OF_NEW_ID =
      Map.of(
          Refusal.NOT_AN_ID, "new",
          Refusal.NO_PERSON, "new",
          Refusal.BLOCKED, "new",
          Refusal.ALREADY_MEMBER, "new");

  private static final Map<Refusal, String> NAMES = refusedNames("name");
  private static final Map<Refusal, String> NOTES = refusedNames("note");

  /** What is wrong about a name that stands in a field. */
  static Map<Refusal, String> refusedNames(String field) {
    return Map.of(Refusal.NAME, field, Refusal.NAME_TAKEN, field, Refusal.NAME_RESERVED, field);
  }

  /** The page of one member. */
  static String pathOf(FeedId id) {
    return LocalPath.member(id);
  }

  public void addTo(Routes routes) {
    routes
        .page(
            PATH,
            Action.SEE_ATTENDANTS,
            (who, query) ->
                Response.page("members", MemberListView.of(web, who, ListQuery.of(query))))
        .inMenu()
        .form(PATH + "/add", Action.CHANGE_MEMBERS, this::add, FIELDS);
    routes
        .page(
            PATH + "/one",
            Action.SEE_ATTENDANTS,
            (who, query) -> Response.page("member", MemberView.of(web, who, query.id("id"))))
        .form(PATH + "/name", Action.CHANGE_NAMES, this::name, NAMES)
        .form(PATH + "/note", Action.KEEP_NOTES, this::note, NOTES)
        .form(PATH + "/role", Action.CHANGE_MEMBERS, this::changeRole)
        .form(PATH + "/remove", Action.CHANGE_MEMBERS, this::remove)
        .form(PATH + "/replace", Action.CHANGE_MEMBERS, this::replace, FIELDS_OF_NEW_ID)
        .form(PATH + "/reset-link", Action.MAKE_RESET_LINK, this::makeResetLink);
  }

  private static Role role(Fields form) throws RefusedException {
    return Word.named(Role.class, form.text("role"))
        .orElseThrow(() -> new RefusedException(Refusal.MALFORMED, "no role of this name"));
  }

  private Response add(SignedIn who, Fields form) throws RefusedException {
    Role role = role(form);
    FeedId id = form.id("id");
    if (web.room().standings().of(id).isMember()) {
      throw new RefusedException(Refusal.ALREADY_MEMBER, id + " is a member already");
    }
    web.room().members().add(who.actor(), id, role);
    return Response.see(pathOf(id) + "&done=added");
  }

  private Response name(SignedIn who, Fields form) throws RefusedException, HttpError {
    FeedId id = form.id("id");
    web.room().names().choose(who.actor(), id, form.need("name"));
    return Response.see(pathOf(id) + "&done=name");
  }

  private Response note(SignedIn who, Fields form) throws RefusedException, HttpError {
    FeedId id = form.id("id");
    web.room().names().note(who.actor(), id, form.need("note"));
    return Response.see(pathOf(id) + "&done=note");
  }

  private Response changeRole(SignedIn who, Fields form) throws RefusedException {
    FeedId id = form.id("id");
    web.room().members().changeRole(who.actor(), id, role(form));
    return Response.see(pathOf(id) + "&done=role");
  }

  private Response remove(SignedIn who, Fields form) throws RefusedException {
    web.room().members().remove(who.actor(), form.id("id"));
    return Response.see(PATH + "?done=removed");
  }

  private Response replace(SignedIn who, Fields form) throws RefusedException {
    FeedId id = form.id("id");
    FeedId newId = form.id("new");
    web.room().members().replace(who.actor(), id, newId);
    return Response.see(pathOf(newId) + "&done=replaced");
  }

  /** The link is in this answer alone: the room keeps only its hash. */
  private Response makeResetLink(SignedIn who, Fields form) throws RefusedException {
    FeedId id = form.id("id");
    SecretToken token = web.room().passwords().newResetLink(who.actor(), id);
    String link = web.at().choosePassword(token.text());
    return Response.page(
        "reset-link",
        Map.of("id", id, "href", pathOf(id), "link", link, "days", Passwords.RESET_TIME.toDays()));
  }
}
