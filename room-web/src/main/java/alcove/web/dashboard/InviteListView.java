package alcove.web.dashboard;

import alcove.identity.FeedId;
import alcove.identity.Word;
import alcove.room.model.Invite;
import alcove.room.model.InviteFilter;
import alcove.room.model.InviteSort;
import alcove.room.model.Page;
import alcove.room.model.RefusedException;
import alcove.room.policy.Action;
import alcove.web.http.Fields;
import alcove.web.http.WebContext;
import alcove.web.page.SignedIn;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The list of invites, as its template sees it.
 *
 * @param list those of this page, newest first
 * @param others whether those of others are among them
 * @param one whether only one is wanted
 * @param mayCreate whether the reader may create one now
 * @param mayExport whether the reader may take the list along
 */
record InviteListView(
    ListView<Invite> list,
    Instant now,
    boolean others,
    boolean one,
    boolean mayCreate,
    boolean mayExport) {
  private static final List<Long> ENDS = List.of(1L, 7L, 30L, 365L, 0L);
  private static final long USUAL_END = 30;

  /** Blocks. */
  static InviteListView of(WebContext web, SignedIn who, ListQuery query) throws RefusedException {
    Page<Invite> page = page(web, who, query);
    return new InviteListView(
        ListView.of(
            page,
            InviteListHandler.PATH,
            query.text(),
            "q",
            query.text(),
            "state",
            query.word("state"),
            "creator",
            query.word("creator"),
            "sort",
            sort(query).word()),
        web.clock().instant(),
        who.may(Action.REVOKE_ANY_INVITE),
        isNumber(query),
        who.may(Action.CREATE_INVITE),
        who.may(Action.EXPORT_LISTS));
  }

  private static InviteSort sort(ListQuery query) {
    return Word.named(InviteSort.class, query.sort()).orElse(InviteSort.NEWEST);
  }

  private static boolean isNumber(ListQuery query) {
    return query.text().matches("[0-9]{1,18}");
  }

  /** Those of a page, by what was chosen. Blocks. */
  static Page<Invite> page(WebContext web, SignedIn who, ListQuery query) throws RefusedException {
    return web.room().invites().page(who.actor(), filter(who, query), query.paging());
  }

  /** What was chosen, of those that the reader sees. */
  static InviteFilter filter(SignedIn who, ListQuery query) throws RefusedException {
    boolean others = who.may(Action.REVOKE_ANY_INVITE);
    Optional<FeedId> creator = others ? query.id("creator") : Optional.of(who.id());
    InviteFilter all = creator.map(InviteFilter::of).orElse(InviteFilter.ALL);
    InviteFilter fitting =
        isNumber(query) ? all.numbered(Long.parseLong(query.text())) : all.with(query.text());
    return Word.named(Invite.State.class, query.word("state"))
        .map(fitting::in)
        .orElse(fitting)
        .sorted(sort(query));
  }

  /** The words for all states. */
  public List<String> states() {
    return Stream.of(Invite.State.values()).map(Invite.State::word).toList();
  }

  /** What is left of an invite. */
  public String state(Invite invite) {
    return invite.state(now).word();
  }

  /** After how many days an invite ends by what was chosen in a form; 0 for never. */
  static long days(Fields form) {
    return form.number("days").filter(ENDS::contains).orElse(USUAL_END);
  }

  /** What there is to choose. */
  public List<Long> ends() {
    return ENDS;
  }

  /** What is chosen until somebody chooses. */
  public long usualEnd() {
    return USUAL_END;
  }
}
