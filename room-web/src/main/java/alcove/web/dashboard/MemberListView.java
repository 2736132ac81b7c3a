package alcove.web.dashboard;

import alcove.room.model.ListedMember;
import alcove.room.model.Member;
import alcove.room.model.MemberSearch;
import alcove.room.model.MemberSort;
import alcove.room.model.Page;
import alcove.room.model.RefusedException;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.room.policy.RoomPolicy;
import alcove.web.http.WebContext;
import alcove.web.page.ShortId;
import alcove.web.page.SignedIn;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

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
   * One member.
   *
   * @param name the beginning of its id
   * @param href its own page
   * @param you whether it is the reader
   * @param invitedBy who let it in, where the reader may see that
   * @param label that of the invite it came by, where the reader may see it
   */
  record Row(
      String id,
      String name,
      String href,
      String role,
      Instant since,
      List<String> aliases,
      boolean online,
      boolean you,
      @Nullable NamedActor invitedBy,
      String label) {
    private static Row of(WebContext web, SignedIn who, ListedMember listed) {
      Member member = listed.member();
      return new Row(
          member.id().toString(),
          ShortId.of(member.id()),
          MemberListHandler.pathOf(member.id()),
          member.role().word(),
          member.since(),
          listed.aliases(),
          web.presence().isAttendant(member.id()),
          member.id().equals(who.id()),
          member.invitedBy().map(id -> NamedActor.of(Actor.of(id), who)).orElse(null),
          listed.label());
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
