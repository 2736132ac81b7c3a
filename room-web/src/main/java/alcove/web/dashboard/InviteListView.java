package alcove.web.dashboard;

import alcove.room.model.Invite;
import alcove.room.model.InviteFilter;
import alcove.room.model.Page;
import alcove.room.model.RefusedException;
import alcove.room.policy.Action;
import alcove.web.http.Fields;
import alcove.web.http.WebContext;
import alcove.web.page.SignedIn;
import java.time.Instant;
import java.util.List;

/**
 * The list of invites, as its template sees it.
 *
 * @param list those of this page, newest first
 * @param others whether those of others are among them
 * @param one whether only one is wanted
 * @param mayCreate whether the reader may create one now
 */
record InviteListView(
    ListView<Invite> list, Instant now, boolean others, boolean one, boolean mayCreate) {
  private static final List<Long> ENDS = List.of(1L, 7L, 30L, 365L, 0L);
  private static final long USUAL_END = 30;

  /** Blocks. */
  static InviteListView of(WebContext web, SignedIn who, ListQuery query) throws RefusedException {
    boolean others = who.may(Action.REVOKE_ANY_INVITE);
    InviteFilter all = others ? InviteFilter.ALL : InviteFilter.of(who.id());
    boolean one = query.text().matches("[0-9]{1,18}");
    InviteFilter filter = one ? all.numbered(Long.parseLong(query.text())) : all;
    Page<Invite> page = web.room().invites().page(who.actor(), filter, query.paging());
    return new InviteListView(
        ListView.of(page, InviteListHandler.PATH, ""),
        web.clock().instant(),
        others,
        one,
        who.may(Action.CREATE_INVITE));
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
