package alcove.web.dashboard;

import alcove.identity.FeedId;
import alcove.room.model.ListedMember;
import alcove.room.model.MemberSearch;
import alcove.room.model.MemberSort;
import alcove.room.model.Page;
import alcove.room.model.RefusedException;
import alcove.room.policy.Action;
import alcove.room.policy.Role;
import alcove.room.policy.RoomPolicy;
import alcove.web.http.WebContext;
import alcove.web.page.ShortId;
import alcove.web.page.SignedIn;
import java.util.List;
import java.util.stream.Stream;

/**
 * The list of members, as its template sees it.
 *
 * @param rows those of this page
 * @param total how many fit
 * @param text what is searched for
 * @param sort the word for their order
 * @param mayGive the words for the roles in which the reader may add somebody; empty if none
 */
record MemberListView(
    List<Row> rows, int total, String text, String sort, PageLinks pages, List<String> mayGive) {

  /**
   * One member, as far as the reader may see.
   *
   * @param you whether it is the reader
   */
  record Row(ListedMember listed, boolean online, boolean you) {
    private static Row of(WebContext web, SignedIn who, ListedMember listed) {
      FeedId id = listed.member().id();
      return new Row(listed, web.presence().isAttendant(id), id.equals(who.id()));
    }

    /** The beginning of its id. */
    public String name() {
      return ShortId.of(listed.member().id());
    }

    /** Its own page. */
    public String href() {
      return MemberListHandler.pathOf(listed.member().id());
    }
  }

  /** Blocks. */
  static MemberListView of(WebContext web, SignedIn who, ListQuery query) throws RefusedException {
    MemberSort sort = MemberSort.named(query.sort()).orElse(MemberSort.NEWEST);
    Page<ListedMember> page =
        web.room()
            .members()
            .page(who.actor(), new MemberSearch(query.text(), sort), query.paging());
    return new MemberListView(
        page.map(listed -> Row.of(web, who, listed)).rows(),
        page.total(),
        query.text(),
        sort.word(),
        PageLinks.of(page, MemberListHandler.PATH, "q", query.text(), "sort", sort.word()),
        Stream.of(Role.values())
            .filter(role -> who.may(Action.CHANGE_MEMBERS))
            .filter(role -> who.may(RoomPolicy.roleChange(Role.MEMBER, role)))
            .map(Role::word)
            .toList());
  }

  /** The words for all orders. */
  public List<String> sorts() {
    return Stream.of(MemberSort.values()).map(MemberSort::word).toList();
  }
}
