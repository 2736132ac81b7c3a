package alcove.web.dashboard;

import alcove.identity.FeedId;
import alcove.room.model.Alias;
import alcove.room.model.Page;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomList;
import alcove.room.policy.Action;
import alcove.web.http.Fields;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.SignedIn;
import org.jspecify.annotations.Nullable;

/** The list of aliases, for all members. Thread-safe. */
public record AliasListHandler(WebContext web) {
  /** The list. */
  static final String PATH = "/dashboard/aliases";

  public void addTo(Routes routes) {
    routes
        .page(
            PATH,
            (who, query) ->
                Response.page("aliases", AliasListView.of(web, who, ListQuery.of(query)))
                    .withoutSecrets())
        .inMenu()
        .form(PATH + "/revoke", Action.SIGN_IN, this::revoke)
        .file(PATH + "/export", Action.EXPORT_LISTS, this::export);
  }

  /** From the page of a member it leads back there. */
  private Response revoke(SignedIn who, Fields form) throws RefusedException {
    String name = form.text("alias");
    @Nullable FeedId member = form.get("member").isPresent() ? form.id("member") : null;
    Alias alias = web.room().aliases().revoke(who.actor(), name);
    boolean own = alias.owner().equals(who.id());
    Response.Done done = new Response.Done(own ? "own" : "revoked").about(alias.name());
    Response.Done undoable = own ? done : done.unless(undoer -> restore(undoer, alias));
    return member == null ? undoable : undoable.on(MemberListHandler.pathOf(member));
  }

  private Response.Done restore(SignedIn who, Alias alias) throws RefusedException {
    web.room().aliases().restore(who.actor(), alias);
    return new Response.Done("restored").about(alias.name());
  }

  private Response export(SignedIn who, Fields query, String format) throws RefusedException {
    ListFile file = new ListFile("alias", "owner", "since");
    ListQuery whole = ListQuery.of(query).whole();
    Page<Alias> page = web.room().aliases().page(who.actor(), whole.text(), whole.paging());
    for (int number = 1; number <= page.pages() && !file.isFull(); number++) {
      page = web.room().aliases().page(who.actor(), whole.text(), whole.at(number).paging());
      page.rows().forEach(each -> file.add(each.name(), each.owner(), each.since()));
    }
    return file.answer(web.room(), who, RoomList.ALIASES, format);
  }
}
