package alcove.web.dashboard;

import alcove.identity.FeedId;
import alcove.identity.Word;
import alcove.room.members.Presence;
import alcove.room.model.ListedMember;
import alcove.room.model.MemberSearch;
import alcove.room.model.MemberSort;
import alcove.room.model.RefusedException;
import alcove.room.policy.Action;
import alcove.room.policy.Role;
import alcove.room.policy.RoomPolicy;
import alcove.web.http.WebContext;
import alcove.web.page.SignedIn;
import java.util.List;
import java.util.stream.Stream;

/**
 * The list of members, as its template sees it.
 *
 * @param sort the word for their order
 * @param mayGive the words for the roles in which the reader may add somebody; empty if none
 */
record MemberListView(
    Presence presence, ListView<ListedMember> list, String sort, List<String> mayGive) {
  /** Blocks. */
  static MemberListView of(WebContext web, SignedIn who, ListQuery query) throws RefusedException {
    MemberSort sort = Word.named(MemberSort.class, query.sort()).orElse(MemberSort.NEWEST);
    MemberSearch search = new MemberSearch(query.text(), sort);
    return new MemberListView(
        web.presence(),
        ListView.of(
            web.room().members().page(who.actor(), search, query.paging()),
            MemberListHandler.PATH,
            query.text(),
            "q",
            query.text(),
            "sort",
            sort.word()),
        sort.word(),
        Stream.of(Role.values())
            .filter(role -> who.may(Action.CHANGE_MEMBERS))
            .filter(role -> who.may(RoomPolicy.roleChange(Role.MEMBER, role)))
            .map(Role::word)
            .toList());
  }

  /** Whether somebody is here now. */
  public boolean online(FeedId id) {
    return presence.isAttendant(id);
  }

  /** Whether the reader may know of any of them by whose invite they came. */
  public boolean inviters() {
    return list.rows().stream()
        .anyMatch(row -> row.member().invitedBy().isPresent() || !row.label().isEmpty());
  }

  /** The words for all orders. */
  public List<String> sorts() {
    return Stream.of(MemberSort.values()).map(MemberSort::word).toList();
  }
}
