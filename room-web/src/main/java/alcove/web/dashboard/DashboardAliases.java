package alcove.web.dashboard;

import static alcove.web.http.Endpoint.get;
import static alcove.web.http.Endpoint.post;

import alcove.identity.FeedId;
import alcove.room.RefusedException;
import alcove.web.http.Answer;
import alcove.web.http.Desk;
import alcove.web.http.Fields;
import alcove.web.http.Ids;
import alcove.web.http.Routes;
import alcove.web.http.Visit;
import alcove.web.page.SignedIn;
import io.vertx.core.Future;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The names by which members can be reached, for its members. Thread-safe. */
public final class DashboardAliases {
  /** The list. */
  static final String PATH = "/dashboard/aliases";

  private static final Set<String> DONE = Set.of("own", "revoked");

  private final Desk desk;

  public DashboardAliases(Desk desk) {
    this.desk = desk;
  }

  public void addTo(Routes routes) {
    routes.at(PATH, get(this::list).forMembers());
    routes.at(PATH + "/revoke", post(this::revoke).forMembers());
  }

  private Future<Answer> list(Visit visit) {
    ListQuery query = ListQuery.of(visit);
    @Nullable String done = visit.query("done").filter(DONE::contains).orElse(null);
    return desk.storage()
        .run(
            () ->
                Answer.page("aliases", AliasesPage.of(desk.parts(), visit.member(), query, done)));
  }

  private Future<Answer> revoke(Visit visit) {
    return visit.form().compose(form -> desk.storage().run(() -> revoke(visit.member(), form)));
  }

  /** From the page of a member it leads back there. */
  private Answer revoke(SignedIn who, Fields form) throws RefusedException {
    String name = form.get("alias").orElse("");
    Optional<String> text = form.get("member");
    @Nullable FeedId member = text.isPresent() ? Ids.parse(text.get()) : null;
    boolean own = desk.room().aliases().of(who.id()).contains(name);
    desk.room().aliases().revoke(who.actor(), name);
    return new Answer.See(
        member != null
            ? DashboardMembers.pathOf(member) + "&done=alias"
            : PATH + (own ? "?done=own" : "?done=revoked"));
  }
}
