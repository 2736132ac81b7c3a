package alcove.web.dashboard;

import alcove.identity.FeedId;
import alcove.room.model.RefusedException;
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
                Response.page("aliases", AliasListView.of(web, who, ListQuery.of(query))))
        .inMenu()
        .form(PATH + "/revoke", Action.SIGN_IN, this::revoke);
  }

  /** From the page of a member it leads back there. */
  private Response revoke(SignedIn who, Fields form) throws RefusedException {
    String name = form.text("alias");
    @Nullable FeedId member = form.get("member").isPresent() ? form.id("member") : null;
    boolean own = web.room().aliases().of(who.id()).contains(name);
    web.room().aliases().revoke(who.actor(), name);
    return member == null
        ? new Response.Done(own ? "own" : "revoked")
        : Response.see(MemberListHandler.pathOf(member) + "&done=alias");
  }
}
