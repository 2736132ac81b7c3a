package alcove.web.dashboard;

import alcove.identity.FeedId;
import alcove.room.members.Blocks;
import alcove.room.model.BlockedId;
import alcove.room.model.Member;
import alcove.room.model.MemberSearch;
import alcove.room.model.Page;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomList;
import alcove.room.policy.Action;
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
import java.util.Optional;

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
        .page(PATH, Action.BLOCK, (who, query) -> list(who, ListQuery.of(query)))
        .inMenu()
        .form(PATH + "/remove", Action.BLOCK, this::unblock)
        .file(PATH + "/export", Action.EXPORT_LISTS, this::export);
    routes
        .page(
            PATH + "/add",
            Action.BLOCK,
            (who, query) -> Response.page("blocked-add", query.text("id")))
        .form(PATH + "/add", Action.BLOCK, RateLimit.USE_DASHBOARD, this::block, FIELDS, _ -> true);
  }

  private Response list(SignedIn who, ListQuery query) {
    List<BlockedId> fitting = fitting(query);
    List<BlockedId> rows =
        fitting.stream().skip(query.paging().skipped()).limit(query.paging().size()).toList();
    return Response.page(
            "blocked",
            Map.of(
                "list",
                ListView.of(
                    new Page<>(rows, fitting.size(), query.paging()),
                    PATH,
                    query.text(),
                    "q",
                    query.text()),
                "mayExport",
                who.may(Action.EXPORT_LISTS)))
        .withoutSecrets();
  }

  private List<BlockedId> fitting(ListQuery query) {
    String wanted = MemberSearch.bare(query.text()).toLowerCase(Locale.ROOT);
    return web.room().blocks().list().stream().filter(each -> fits(each, wanted)).toList();
  }

  private Response export(SignedIn who, Fields query, String format) throws RefusedException {
    ListFile file = new ListFile("id", "reason", "by", "since", "until");
    fitting(ListQuery.of(query)).stream()
        .limit(ListFile.MOST_ROWS)
        .forEach(
            each ->
                file.add(
                    each.id(),
                    each.reason(),
                    ListFile.name(each.by()),
                    each.since(),
                    each.until()));
    return file.answer(web.room(), who, RoomList.BLOCKED, format);
  }

  private static boolean fits(BlockedId blocked, String wanted) {
    return (blocked.id() + "\n" + blocked.reason()).toLowerCase(Locale.ROOT).contains(wanted);
  }

  /** The key is out before anything waits for a thread or the registry. */
  private Future<Response> block(Exchange exchange, Fields form) throws RefusedException {
    SignedIn who = exchange.member();
    FeedId id = form.id("id");
    String name = web.people(who).of(id).name();
    Blocks.Begun begun =
        web.room().blocks().begin(who.actor(), id, form.text("reason"), form.endOfDay("until"));
    boolean invited = form.get("invited").isPresent();
    if (invited) {
      begun.withInvited();
    }
    return web.storage()
        .<Response>run(() -> keep(who, begun, invited, name))
        .recover(failure -> Future.failedFuture(Unkept.of(List.of(begun), failure)));
  }

  /** A block that takes others along is not taken back in one. */
  private Response keep(SignedIn who, Blocks.Begun begun, boolean invited, String name)
      throws RefusedException {
    Blocks.Kept kept = begun.keep();
    BlockedId block = kept.block();
    Response.Done done = new Response.Done("blocked").on(PATH).about(name);
    if (invited) {
      web.room().blocks().blockInvited(who.actor(), block.id(), block.reason(), block.until());
      return done;
    }
    return done.unless(
        undoer ->
            kept.before().isPresent()
                ? blockAgain(undoer, kept.before().get())
                : letIn(undoer, block.id(), kept.member()));
  }

  private Optional<BlockedId> find(FeedId id) {
    return web.room().blocks().list().stream().filter(each -> each.id().equals(id)).findFirst();
  }

  private Response.Done blockAgain(SignedIn who, BlockedId former) throws RefusedException {
    web.room().blocks().block(who.actor(), former.id(), former.reason(), former.until());
    return new Response.Done("blocked").about(web.people(who).of(former.id()).name());
  }

  private Response.Done letIn(SignedIn who, FeedId id, Optional<Member> former)
      throws RefusedException {
    web.room().blocks().unblock(who.actor(), id);
    if (former.isEmpty()) {
      return new Response.Done("unblocked").about(web.people(who).of(id).name());
    }
    web.room().members().readmit(who.actor(), former.get());
    return new Response.Done("readmitted")
        .on(MemberListHandler.pathOf(id))
        .about(web.people(who).of(id).name());
  }

  private Response unblock(SignedIn who, Fields form) throws RefusedException {
    FeedId id = form.id("id");
    Optional<BlockedId> before = find(id);
    Response.Done done = letIn(who, id, Optional.empty());
    return before.isEmpty() ? done : done.unless(undoer -> blockAgain(undoer, before.get()));
  }
}
