package alcove.web.dashboard;

import static alcove.web.http.Endpoint.get;
import static alcove.web.http.Endpoint.post;

import alcove.room.Action;
import alcove.room.Blocks;
import alcove.room.RefusedException;
import alcove.room.Room;
import alcove.room.StorageBusyException;
import alcove.room.UnkeptBlockException;
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
    return visit.form().compose(form -> block(visit.member(), form));
  }

  /** The key is out before anything waits for a thread or the registry. */
  private Future<Answer> block(SignedIn who, Fields form) {
    try {
      Blocks.Begun begun =
          room.blocks()
              .begin(
                  who.actor(),
                  Ids.parse(form.get("id").orElse("")),
                  form.get("reason").orElse(""),
                  LastDay.end(form.get("until").orElse("")));
      return desk.storage()
          .run(() -> keep(begun, who, form))
          .recover(failure -> Future.failedFuture(asUnkept(failure)));
    } catch (RefusedException refused) {
      return desk.storage().run(() -> again(who, form, refused));
    }
  }

  private Answer keep(Blocks.Begun begun, SignedIn who, Fields form) {
    try {
      begun.keep();
      return new Answer.See(PATH + "?done=blocked");
    } catch (RefusedException refused) {
      return again(who, form, refused);
    }
  }

  private static Throwable asUnkept(Throwable failure) {
    return failure instanceof StorageBusyException busy ? new UnkeptBlockException(busy) : failure;
  }

  private Answer again(SignedIn who, Fields form, RefusedException refused) {
    var again =
        new BlockedPage.NewBlock(
            form.get("id").orElse(""),
            form.get("reason").orElse(""),
            form.get("until").orElse(""),
            refused.reason());
    return new Answer.Page(
        Answers.status(refused.reason()),
        TEMPLATE,
        BlockedPage.of(desk.parts(), who, ListQuery.ALL, again, null));
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
