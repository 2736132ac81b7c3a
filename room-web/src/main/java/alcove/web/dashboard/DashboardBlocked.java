package alcove.web.dashboard;

import static alcove.web.http.Endpoint.get;
import static alcove.web.http.Endpoint.post;

import alcove.room.Action;
import alcove.room.RefusedException;
import alcove.room.Room;
import alcove.web.http.Answer;
import alcove.web.http.Answers;
import alcove.web.http.Desk;
import alcove.web.http.Fields;
import alcove.web.http.Ids;
import alcove.web.http.Routes;
import alcove.web.http.Visit;
import alcove.web.page.SignedIn;
import io.vertx.core.Future;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Whom the room keeps out, for those who decide it. Thread-safe. */
public final class DashboardBlocked {
  /** The list. */
  static final String PATH = "/dashboard/blocked";

  private static final String TEMPLATE = "blocked";
  private static final Set<String> DONE = Set.of("blocked", "unblocked");

  private final Desk desk;
  private final Room room;

  public DashboardBlocked(Desk desk) {
    this.desk = desk;
    this.room = desk.room();
  }

  public void addTo(Routes routes) {
    routes.at(PATH, get(this::list).forMembers(Action.BLOCK));
    routes.at(PATH + "/add", post(this::block).forMembers(Action.BLOCK));
    routes.at(PATH + "/remove", post(this::unblock).forMembers(Action.BLOCK));
  }

  private Future<Answer> list(Visit visit) {
    ListQuery query = ListQuery.of(visit);
    @Nullable String done = visit.query("done").filter(DONE::contains).orElse(null);
    return desk.storage()
        .run(
            () ->
                Answer.page(
                    TEMPLATE,
                    BlockedPage.of(
                        desk.parts(), visit.member(), query, BlockedPage.NewBlock.EMPTY, done)));
  }

  private Future<Answer> block(Visit visit) {
    return visit.form().compose(form -> desk.storage().run(() -> block(visit.member(), form)));
  }

  private Answer block(SignedIn who, Fields form) {
    String id = form.get("id").orElse("");
    String reason = form.get("reason").orElse("");
    String until = form.get("until").orElse("");
    try {
      room.blocks().block(who.actor(), Ids.parse(id), reason, LastDay.end(until));
      return new Answer.See(PATH + "?done=blocked");
    } catch (RefusedException refused) {
      var again = new BlockedPage.NewBlock(id, reason, until, refused.reason());
      return new Answer.Page(
          Answers.status(refused.reason()),
          TEMPLATE,
          BlockedPage.of(desk.parts(), who, ListQuery.ALL, again, null));
    }
  }

  private Future<Answer> unblock(Visit visit) {
    return visit
        .form()
        .compose(
            form ->
                desk.storage()
                    .run(
                        () -> {
                          room.blocks()
                              .unblock(
                                  visit.member().actor(), Ids.parse(form.get("id").orElse("")));
                          return new Answer.See(PATH + "?done=unblocked");
                        }));
  }
}
