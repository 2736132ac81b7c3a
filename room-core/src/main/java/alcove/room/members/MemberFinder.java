package alcove.room.members;

import alcove.identity.FeedId;
import alcove.room.model.ListedMember;
import alcove.room.model.Member;
import alcove.room.model.MemberSearch;
import alcove.room.model.MemberSort;
import alcove.room.model.Page;
import alcove.room.model.Paging;
import alcove.room.names.PersonNames;
import alcove.room.policy.Actor;
import alcove.room.registry.MemberTable;
import alcove.room.registry.RoomChanges;
import alcove.room.registry.RoomState;
import alcove.room.registry.Tables;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The members that somebody searches for, by the page. Who they are and their order come from
 * memory; the registry is asked for the labels of invites, and for the rows of the page.
 *
 * @param labelsOf labels are searched only on invites that this one created, and names of inviters
 *     and notes not at all, if given
 */
record MemberFinder(RoomState state, MemberSearch search, Optional<Actor> labelsOf) {
  /** Blocks. */
  Page<ListedMember> page(RoomChanges changes, Paging paging) {
    Optional<String> part = search.wanted().map(text -> text.toLowerCase(Locale.ROOT));
    return changes.read(
        tables -> {
          Stream<Member> fitting =
              chosen().filter(part.map(some -> fitting(tables, some)).orElse(_ -> true));
          Map<FeedId, LocalDate> seen = seen(tables);
          Page<FeedId> found =
              Page.of(inOrder(absent(fitting, seen), seen).map(Member::id).toList(), paging);
          return new Page<>(listed(tables, found.rows()), found.total(), paging);
        });
  }

  private List<ListedMember> listed(Tables tables, List<FeedId> ids) {
    Map<FeedId, MemberTable.Labelled> rows = new HashMap<>();
    tables.members().labelled(ids).forEach(row -> rows.put(row.member().id(), row));
    return ids.stream()
        .map(rows::get)
        .flatMap(Stream::ofNullable)
        .map(
            row ->
                new ListedMember(
                    row.member(), state.namesOf(row.member().id()).aliases(), row.label()))
        .toList();
  }

  /** Those whom the filters leave. */
  private Stream<Member> chosen() {
    return state.members().values().stream()
        .filter(each -> search.role().map(each.role()::equals).orElse(true))
        .filter(each -> search.alias().map(has -> has == hasAlias(each)).orElse(true))
        .filter(each -> search.inviter().isEmpty() || search.inviter().equals(each.invitedBy()))
        .filter(each -> search.among().map(some -> some.contains(each.id())).orElse(true));
  }

  /** When they were here last, if that matters: it changes without a change of the room. */
  private Map<FeedId, LocalDate> seen(Tables tables) {
    return search.unseenSince().isPresent() || search.sort() == MemberSort.SEEN
        ? tables.members().seen()
        : Map.of();
  }

  /** Those who have not been here since the day that is asked for, if one is. */
  private Stream<Member> absent(Stream<Member> members, Map<FeedId, LocalDate> seen) {
    return search.unseenSince().isEmpty()
        ? members
        : members.filter(each -> isUnseen(each, seen, search.unseenSince().get()));
  }

  /** Who came later had no time to be away. */
  private static boolean isUnseen(Member member, Map<FeedId, LocalDate> seen, LocalDate since) {
    LocalDate last = seen.get(member.id());
    return last == null
        ? member.since().isBefore(since.atStartOfDay(ZoneOffset.UTC).toInstant())
        : last.isBefore(since);
  }

  private boolean hasAlias(Member member) {
    return !state.namesOf(member.id()).aliases().isEmpty();
  }

  /** What not all may see, is for them not found by. */
  private Predicate<Member> fitting(Tables tables, String part) {
    boolean all = labelsOf.isEmpty();
    Set<FeedId> called = state.called(part, all);
    Set<Long> labelled = tables.invites().labelled(part, labelsOf);
    Predicate<FeedId> named =
        id -> called.contains(id) || id.base64().toLowerCase(Locale.ROOT).contains(part);
    return member ->
        named.test(member.id())
            || member.role().word().equals(part)
            || member.invite().filter(labelled::contains).isPresent()
            || (all
                && member
                    .invitedBy()
                    .filter(state.members()::containsKey)
                    .filter(named)
                    .isPresent());
  }

  private Stream<Member> inOrder(Stream<Member> members, Map<FeedId, LocalDate> seen) {
    return switch (search.sort()) {
      case NEWEST -> members.sorted(MemberFinder::compareFromTheLast);
      case OLDEST -> members.sorted(MemberFinder::compareFromTheFirst);
      case ROLE ->
          members.sorted(
              Comparator.comparing(Member::role)
                  .reversed()
                  .thenComparing(MemberFinder::compareFromTheFirst));
      case NAME -> byName(members, MemberFinder::nameOf);
      case ALIAS -> byName(members, MemberFinder::aliasOf);
      case SEEN ->
          members.sorted(
              Comparator.comparing(
                      (Member each) -> seen.get(each.id()),
                      Comparator.nullsLast(Comparator.<LocalDate>reverseOrder()))
                  .thenComparing(MemberFinder::compareFromTheLast));
    };
  }

  private static int compareFromTheFirst(Member one, Member other) {
    int order = one.since().compareTo(other.since());
    return order == 0 ? one.id().compareTo(other.id()) : order;
  }

  private static int compareFromTheLast(Member one, Member other) {
    int order = other.since().compareTo(one.since());
    return order == 0 ? one.id().compareTo(other.id()) : order;
  }

  /** A member with the name that their place goes by; null if they have none. */
  private record Named(Member member, @Nullable String name) {}

  /** Who has no name comes last. */
  private Stream<Member> byName(
      Stream<Member> members, Function<PersonNames, Optional<String>> name) {
    return members
        .map(each -> new Named(each, name.apply(state.namesOf(each.id())).orElse(null)))
        .sorted(MemberFinder::compare)
        .map(Named::member);
  }

  private static int compare(Named one, Named other) {
    String first = one.name();
    String second = other.name();
    if (first == null || second == null) {
      int order = Boolean.compare(first == null, second == null);
      return order == 0 ? compareFromTheFirst(one.member(), other.member()) : order;
    }
    int order = first.compareTo(second);
    return order == 0 ? compareFromTheFirst(one.member(), other.member()) : order;
  }

  private static Optional<String> aliasOf(PersonNames names) {
    return names.aliases().stream().findFirst();
  }

  private static Optional<String> nameOf(PersonNames names) {
    return names.shown(false).map(name -> name.toLowerCase(Locale.ROOT));
  }
}
