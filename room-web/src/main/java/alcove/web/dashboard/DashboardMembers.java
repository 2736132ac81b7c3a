package alcove.web.dashboard;

import static alcove.web.http.Endpoint.get;
import static alcove.web.http.Endpoint.post;

import alcove.identity.FeedId;
import alcove.room.Action;
import alcove.room.Refusal;
import alcove.room.RefusedException;
import alcove.room.Role;
import alcove.room.Room;
import alcove.room.SecretToken;
import alcove.web.http.Answer;
import alcove.web.http.Answers;
import alcove.web.http.Desk;
import alcove.web.http.Endpoint;
import alcove.web.http.Fields;
import alcove.web.http.Ids;
import alcove.web.http.Routes;
import alcove.web.http.Visit;
import alcove.web.page.ShortId;
import alcove.web.page.SignedIn;
import io.vertx.core.Future;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The room's members, for its members. Thread-safe. */
public final class DashboardMembers {
  /** The list. */
  static final String PATH = "/dashboard/members";

  private static final Set<String> DONE = Set.of("added", "role", "removed", "replaced", "alias");

  private final Desk desk;
  private final Room room;

  public DashboardMembers(Desk desk) {
    this.desk = desk;
    this.room = desk.room();
  }

  /** The page of one member. */
  static String pathOf(FeedId id) {
    return PATH + "/one?id=" + PageLinks.encode(id.toString());
  }

  /** What is done to the room by a form. */
  @FunctionalInterface
  private interface Deed {
    Answer by(SignedIn who, Fields form) throws RefusedException;
  }

  public void addTo(Routes routes) {
    routes.at(PATH, get(this::list).forMembers(Action.SEE_ATTENDANTS));
    routes.at(PATH + "/one", get(this::show).forMembers(Action.SEE_ATTENDANTS));
    at(routes, "/add", Action.CHANGE_MEMBERS, this::add);
    at(routes, "/role", Action.CHANGE_MEMBERS, this::changeRole);
    at(routes, "/remove", Action.CHANGE_MEMBERS, this::remove);
    at(routes, "/replace", Action.CHANGE_MEMBERS, this::replace);
    at(routes, "/reset-link", Action.MAKE_RESET_LINK, this::makeResetLink);
  }

  private void at(Routes routes, String path, Action action, Deed deed) {
    Endpoint.Responder responder =
        visit ->
            visit.form().compose(form -> desk.storage().run(() -> deed.by(visit.member(), form)));
    routes.at(PATH + path, post(responder).forMembers(action));
  }

  private static @Nullable String done(Visit visit) {
    return visit.query("done").filter(DONE::contains).orElse(null);
  }

  private Future<Answer> list(Visit visit) {
    ListQuery query = ListQuery.of(visit);
    return desk.storage()
        .run(
            () ->
                Answer.page(
                    "members", MembersPage.of(desk.parts(), visit.member(), query, done(visit))));
  }

  private Future<Answer> show(Visit visit) {
    return desk.storage()
        .run(
            () -> {
              FeedId id = Ids.parse(visit.query("id").orElse(""));
              return Answer.page(
                  "member", MemberPage.of(desk.parts(), visit.member(), id, done(visit)));
            });
  }

  private static FeedId id(Fields form) throws RefusedException {
    return Ids.parse(form.get("id").orElse(""));
  }

  private static Role role(Fields form) throws RefusedException {
    return form.get("role")
        .flatMap(Role::named)
        .orElseThrow(() -> new RefusedException(Refusal.MALFORMED, "no role of this name"));
  }

  private Answer add(SignedIn who, Fields form) throws RefusedException {
    Role role = role(form);
    try {
      FeedId id = id(form);
      if (room.standings().of(id).isMember()) {
        throw new RefusedException(Refusal.ALREADY_MEMBER, id + " is a member already");
      }
      room.members().add(who.actor(), id, role);
      return new Answer.See(pathOf(id) + "&done=added");
    } catch (RefusedException refused) {
      String entered = form.get("id").orElse("");
      return new Answer.Page(
          Answers.status(refused.reason()),
          "members",
          MembersPage.of(desk.parts(), who, ListQuery.ALL, null)
              .with(MembersPage.NewMember.of(who, entered, role.word(), refused.reason())));
    }
  }

  private Answer changeRole(SignedIn who, Fields form) throws RefusedException {
    FeedId id = id(form);
    room.members().changeRole(who.actor(), id, role(form));
    return new Answer.See(pathOf(id) + "&done=role");
  }

  private Answer remove(SignedIn who, Fields form) throws RefusedException {
    room.members().remove(who.actor(), id(form));
    return new Answer.See(PATH + "?done=removed");
  }

  private Answer replace(SignedIn who, Fields form) throws RefusedException {
    FeedId id = id(form);
    String entered = form.get("new").orElse("");
    try {
      FeedId newId = Ids.parse(entered);
      room.members().replace(who.actor(), id, newId);
      return new Answer.See(pathOf(newId) + "&done=replaced");
    } catch (RefusedException refused) {
      return new Answer.Page(
          Answers.status(refused.reason()),
          "member",
          MemberPage.of(desk.parts(), who, id, null).refusing(entered, refused.reason()));
    }
  }

  /** The link is in this answer alone: the room keeps only its hash. */
  private Answer makeResetLink(SignedIn who, Fields form) throws RefusedException {
    FeedId id = id(form);
    SecretToken token = room.passwords().newResetLink(who.actor(), id);
    String link = desk.parts().address().get().choosePassword(token.text());
    return Answer.page("reset-link", new ResetLinkPage(ShortId.of(id), pathOf(id), link));
  }
}
