package alcove.web.dashboard;

import alcove.identity.FeedId;
import alcove.identity.Word;
import alcove.room.members.Presence;
import alcove.room.model.ListedMember;
import alcove.room.model.MemberSearch;
import alcove.room.model.MemberSort;
import alcove.room.model.Page;
import alcove.room.model.RefusedException;
import alcove.room.policy.Action;
import alcove.room.policy.Role;
import alcove.room.policy.RoomPolicy;
import alcove.web.http.WebContext;
import alcove.web.page.SignedIn;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The list of members, as its template sees it.
 *
 * @param sort the word for their order
 * @param seen whether the reader sees when others were here last
 * @param seesInviters whether the reader sees of everybody by whose invite they came
 * @param mayAdd whether the reader may add and remove members
 * @param mayBlock whether the reader may block
 * @param mayExport whether the reader may take the list along
 */
record MemberListView(
    Presence presence,
    ListView<ListedMember> list,
    String sort,
    boolean seen,
    boolean seesInviters,
    boolean mayAdd,
    boolean mayBlock,
    boolean mayExport) {
  /** How many of those who are here a filter shows at most. */
  private static final int MOST_ONLINE = 5000;

  /** Longer ago than any room. */
  private static final long MOST_DAYS = 36_500;

  /** Blocks. */
  static MemberListView of(WebContext web, SignedIn who, ListQuery query) throws RefusedException {
    Page<ListedMember> page = page(web, who, query);
    return new MemberListView(
        web.presence(),
        ListView.of(
            page,
            MemberListHandler.PATH,
            query.text(),
            "q",
            query.text(),
            "role",
            query.word("role"),
            "online",
            query.word("online"),
            "alias",
            query.word("alias"),
            "inviter",
            query.word("inviter"),
            "unseen",
            query.word("unseen"),
            "sort",
            sort(query).word()),
        sort(query).word(),
        seesDays(web, who),
        who.may(Action.SEE_INVITERS),
        who.may(Action.CHANGE_MEMBERS),
        who.may(Action.BLOCK),
        who.may(Action.EXPORT_LISTS));
  }

  private static boolean seesDays(WebContext web, SignedIn who) {
    return web.room().settings().lastSeen() && who.may(Action.SEE_LAST_SEEN);
  }

  private static MemberSort sort(ListQuery query) {
    return Word.named(MemberSort.class, query.sort()).orElse(MemberSort.NEWEST);
  }

  /** Those of a page, by what was chosen. Blocks. */
  static Page<ListedMember> page(WebContext web, SignedIn who, ListQuery query)
      throws RefusedException {
    Optional<Set<FeedId>> online =
        query.word("online").equals("yes")
            ? Optional.of(
                web.room().members().ids().stream()
                    .filter(web.presence()::isAttendant)
                    .limit(MOST_ONLINE)
                    .collect(Collectors.toSet()))
            : Optional.empty();
    Optional<Boolean> alias =
        query.word("alias").isEmpty()
            ? Optional.empty()
            : Optional.of(query.word("alias").equals("yes"));
    MemberSearch search =
        new MemberSearch(query.text(), sort(query))
            .of(Word.named(Role.class, query.word("role")))
            .withAlias(alias)
            .invitedBy(query.id("inviter"))
            .among(online)
            .unseenSince(
                query
                    .fields()
                    .number("unseen")
                    .filter(_ -> seesDays(web, who))
                    .map(days -> today(web).minusDays(Math.min(days, MOST_DAYS))));
    return web.room().members().page(who.actor(), search, query.paging());
  }

  private static LocalDate today(WebContext web) {
    return LocalDate.ofInstant(web.clock().instant(), ZoneOffset.UTC);
  }

  /** The words for the roles in which somebody may add others; empty if none. */
  static List<String> mayGive(SignedIn who) {
    return Stream.of(Role.values())
        .filter(role -> who.may(Action.CHANGE_MEMBERS))
        .filter(role -> who.may(RoomPolicy.roleChange(Role.MEMBER, role)))
        .map(Role::word)
        .toList();
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

  /** The words for the orders that the reader may choose. */
  public List<String> sorts() {
    return Stream.of(MemberSort.values())
        .filter(each -> seen || each != MemberSort.SEEN)
        .map(MemberSort::word)
        .toList();
  }

  /** The words for the orders by the columns, in turn; empty where there is none. */
  public List<String> orders() {
    return List.copyOf(columns().values());
  }

  /** The keys of the columns' texts, with the words for the orders by them. */
  public Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("members.column.member", MemberSort.NAME.word());
    columns.put("members.column.role", MemberSort.ROLE.word());
    columns.put("members.column.since", MemberSort.NEWEST.word());
    if (seen) {
      columns.put("members.column.seen", MemberSort.SEEN.word());
    }
    if (inviters()) {
      columns.put("members.column.invited", "");
    }
    columns.put("members.column.aliases", MemberSort.ALIAS.word());
    return columns;
  }
}
