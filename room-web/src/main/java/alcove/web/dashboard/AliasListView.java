package alcove.web.dashboard;

import alcove.address.PublicAddress;
import alcove.identity.FeedId;
import alcove.room.model.Alias;
import alcove.room.model.Page;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSettings;
import alcove.room.policy.Action;
import alcove.room.policy.Standing;
import alcove.web.http.WebContext;
import alcove.web.page.SignedIn;
import java.time.Instant;
import java.util.List;

/**
 * The list of aliases, as its template sees it.
 *
 * @param own the reader's
 * @param mayRegister whether the room takes aliases from the reader now
 * @param form how their links look, with a name that stands for any
 * @param rows those of everybody, of this page
 * @param total how many fit
 * @param text what is searched for
 */
record AliasListView(
    List<Own> own,
    boolean mayRegister,
    String form,
    List<Row> rows,
    int total,
    String text,
    PageLinks pages) {
  private static final String ANY = "NAME";

  /**
   * One of the reader's.
   *
   * @param link where others find it
   */
  record Own(String name, String link) {}

  /**
   * One of anybody's.
   *
   * @param link where others find it
   * @param asleep it leads nowhere while its owner is no member
   * @param mayRevoke whether the reader may take it from its owner
   */
  record Row(
      String name, String link, FeedId owner, Instant since, boolean asleep, boolean mayRevoke) {}

  /** Blocks. */
  static AliasListView of(WebContext web, SignedIn who, ListQuery query) throws RefusedException {
    RoomSettings settings = web.room().settings();
    PublicAddress at = web.at();
    Page<Alias> page = web.room().aliases().page(who.actor(), query.text(), query.paging());
    return new AliasListView(
        web.room().aliases().of(who.id()).stream()
            .map(name -> new Own(name, at.alias(settings.aliasForm(), name)))
            .toList(),
        who.may(Action.REGISTER_ALIAS),
        at.alias(settings.aliasForm(), ANY),
        page.map(alias -> row(web, who, alias)).rows(),
        page.total(),
        query.text(),
        PageLinks.of(page, AliasListHandler.PATH, "q", query.text()));
  }

  private static Row row(WebContext web, SignedIn who, Alias alias) {
    Standing owner = web.room().standings().of(alias.owner());
    boolean own = alias.owner().equals(who.id());
    return new Row(
        alias.name(),
        web.at().alias(web.room().settings().aliasForm(), alias.name()),
        alias.owner(),
        alias.since(),
        !owner.isMember(),
        !own && who.may(Action.REVOKE_ANY_ALIAS) && who.ranksAbove(owner));
  }
}
