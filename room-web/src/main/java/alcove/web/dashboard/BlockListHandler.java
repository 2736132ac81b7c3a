package alcove.web.dashboard;

import alcove.room.members.Blocks;
import alcove.room.model.BlockedId;
import alcove.room.model.Page;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.UnkeptBlockException;
import alcove.room.policy.Action;
import alcove.threads.StorageBusyException;
import alcove.web.http.Exchange;
import alcove.web.http.Fields;
import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.LocalPath;
import alcove.web.page.SignedIn;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The block list: whom the room keeps out, for those who decide it. Thread-safe. */
public record BlockListHandler(WebContext web) {
  /** The list. */
  static final String PATH = LocalPath.BLOCKED;

  private static final Map<Refusal, String> FIELDS =
      Map.of(
          Refusal.NOT_AN_ID, "id",
          Refusal.NO_PERSON, "id",
          Refusal.RANK, "id",
          Refusal.BLOCK_SELF, "id",
          Refusal.BLOCK_REASON, "reason",
          Refusal.BLOCK_END, "until",
          Refusal.NO_DAY, "until");

  public void addTo(Routes routes) {
    routes
        .page(PATH, Action.BLOCK, (who, query) -> list(ListQuery.of(query)))
        .inMenu()
        .form(PATH + "/add", Action.BLOCK, RateLimit.USE_DASHBOARD, this::block, FIELDS)
        .form(PATH + "/remove", Action.BLOCK, this::unblock);
  }

  private Response list(ListQuery query) {
    String wanted = query.text().toLowerCase(Locale.ROOT);
    List<BlockedId> fitting =
        web.room().blocks().list().stream().filter(each -> fits(each, wanted)).toList();
    List<BlockedId> rows =
        fitting.stream().skip(query.paging().skipped()).limit(query.paging().size()).toList();
    return Response.page(
        "blocked",
        ListView.of(
            new Page<>(rows, fitting.size(), query.paging()),
            PATH,
            query.text(),
            "q",
            query.text()));
  }

  private static boolean fits(BlockedId blocked, String wanted) {
    return (blocked.id() + "\n" + blocked.reason()).toLowerCase(Locale.ROOT).contains(wanted);
  }

  /** The key is out before anything waits for a thread or the registry. */
  private Future<Response> block(Exchange exchange, Fields form) throws RefusedException {
    Blocks.Begun begun =
        web.room()
            .blocks()
            .begin(
                exchange.member().actor(),
                form.id("id"),
                form.text("reason"),
                form.endOfDay("until"));
    boolean invited = form.get("invited").isPresent();
    return web.storage()
        .<Response>run(
            () -> {
              BlockedId kept = begun.keep();
              if (invited) {
                web.room()
                    .blocks()
                    .blockInvited(
                        exchange.member().actor(), kept.id(), kept.reason(), kept.until());
              }
              return new Response.Done("blocked");
            })
        .recover(failure -> Future.failedFuture(asUnkept(failure)));
  }

  private static Throwable asUnkept(Throwable failure) {
    return failure instanceof StorageBusyException busy ? new UnkeptBlockException(busy) : failure;
  }

  private Response unblock(SignedIn who, Fields form) throws RefusedException {
    web.room().blocks().unblock(who.actor(), form.id("id"));
    return new Response.Done("unblocked");
  }
}
