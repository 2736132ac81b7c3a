package alcove.web.dashboard;

import alcove.room.model.Alias;
import alcove.room.model.RefusedException;
import alcove.room.policy.Action;
import alcove.web.http.WebContext;
import alcove.web.page.SignedIn;
import java.util.List;

/**
 * The list of aliases, as its template sees it.
 *
 * @param own the reader's
 * @param list those of everybody
 */
record AliasListView(WebContext web, SignedIn who, List<String> own, ListView<Alias> list) {
  private static final String ANY = "NAME";

  /** Blocks. */
  static AliasListView of(WebContext web, SignedIn who, ListQuery query) throws RefusedException {
    return new AliasListView(
        web,
        who,
        web.room().aliases().of(who.id()),
        ListView.of(
            web.room().aliases().page(who.actor(), query.text(), query.paging()),
            AliasListHandler.PATH,
            query.text(),
            "q",
            query.text()));
  }

  /** Whether the reader may take the list along. */
  public boolean mayExport() {
    return who.may(Action.EXPORT_LISTS);
  }

  /** Whether the room takes aliases from the reader now. */
  public boolean mayRegister() {
    return who.may(Action.REGISTER_ALIAS);
  }

  /** Where others find an alias. */
  public String link(String name) {
    return web.at().alias(web.room().settings().aliasForm(), name);
  }

  /** How links look, with a name that stands for any. */
  public String form() {
    return link(ANY);
  }

  /** Whether an alias leads nowhere, as long as its owner is no member. */
  public boolean asleep(Alias alias) {
    return !web.room().standings().of(alias.owner()).isMember();
  }

  /** Whether the reader may take an alias from its owner. */
  public boolean mayRevoke(Alias alias) {
    return !alias.owner().equals(who.id())
        && who.may(Action.REVOKE_ANY_ALIAS)
        && who.ranksAbove(web.room().standings().of(alias.owner()));
  }
}
