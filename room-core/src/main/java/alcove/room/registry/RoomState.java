package alcove.room.registry;

import alcove.identity.FeedId;
import alcove.room.apps.App;
import alcove.room.model.Alias;
import alcove.room.model.Member;
import alcove.room.model.Notice;
import alcove.room.model.Picture;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSetting;
import alcove.room.model.RoomSettings;
import alcove.room.names.PersonNames;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A snapshot of what is asked of a room all the time, as the registry had it. Immutable; a change
 * makes another.
 *
 * @param generation of the registry, which each change of it raises by one
 * @param members by their ids, as they were when last changed; but for when they were last seen
 * @param names of all who have any, members or not
 * @param blocked keys, and when their block ends by itself, if it does; also those that have ended
 * @param notices by kind and language
 * @param apps the first that a page names first
 * @param acceptors members who have accepted the house rules
 * @param picture of the room, if it has one
 */
public record RoomState(
    long generation,
    NavigableMap<FeedId, Member> members,
    NavigableMap<FeedId, PersonNames> names,
    NavigableMap<FeedId, Optional<Instant>> blocked,
    RoomSettings settings,
    List<Notice> notices,
    List<App> apps,
    Set<FeedId> acceptors,
    Optional<Picture> picture) {

  /** One that knows of nobody, as before the registry was read. */
  static RoomState empty(RoomSettings settings) {
    return new RoomState(
        0,
        Collections.emptyNavigableMap(),
        Collections.emptyNavigableMap(),
        Collections.emptyNavigableMap(),
        settings,
        List.of(),
        List.of(),
        Set.of(),
        Optional.empty());
  }

  /**
   * The state of the registry. A change of ours that is in doubt may have lifted a block: it goes
   * on until that is known.
   *
   * @param isInDoubt whether there is such a change
   */
  RoomState readAnew(Tables tables, boolean isInDoubt) {
    long now = tables.generation();
    boolean mayBeOurs = isInDoubt && (now == generation || now == generation + 1);
    List<Member> all = tables.members().all();
    NavigableMap<FeedId, Member> byId = new TreeMap<>();
    all.forEach(each -> byId.put(each.id(), each));
    NavigableMap<FeedId, Optional<Instant>> out =
        mayBeOurs ? new TreeMap<>(blocked) : new TreeMap<>();
    tables.blocks().all().forEach(each -> out.put(each.id(), each.until()));
    return new RoomState(
        now,
        Collections.unmodifiableNavigableMap(byId),
        Collections.unmodifiableNavigableMap(names(all, tables.aliases().all())),
        Collections.unmodifiableNavigableMap(out),
        read(tables.settings().all(), settings),
        tables.notices().all(),
        tables.apps().all(),
        Set.copyOf(tables.members().acceptors()),
        tables.picture().find());
  }

  private static NavigableMap<FeedId, PersonNames> names(
      List<Member> members, List<Alias> aliases) {
    NavigableMap<FeedId, PersonNames> names = new TreeMap<>();
    for (Member each : members) {
      put(names, each.id(), PersonNames.NONE.with(each.name(), each.note()));
    }
    Map<FeedId, List<String>> byOwner = new TreeMap<>();
    for (Alias each : aliases) {
      byOwner.computeIfAbsent(each.owner(), _ -> new ArrayList<>()).add(each.name());
    }
    byOwner.forEach(
        (owner, all) -> put(names, owner, names.getOrDefault(owner, PersonNames.NONE).with(all)));
    return names;
  }

  /** Who has no name takes no place. */
  private static void put(Map<FeedId, PersonNames> names, FeedId id, PersonNames of) {
    if (of.equals(PersonNames.NONE)) {
      names.remove(id);
    } else {
      names.put(id, of);
    }
  }

  private static RoomSettings read(Map<String, String> kept, RoomSettings otherwise) {
    RoomSettings all = otherwise;
    for (RoomSetting setting : RoomSetting.values()) {
      String text = kept.get(setting.word());
      if (text != null) {
        try {
          all = all.with(setting, text);
        } catch (RefusedException foreign) {
          throw new IllegalStateException(
              "setting %s in the database: %s".formatted(setting.word(), foreign.text()), foreign);
        }
      }
    }
    return all;
  }

  /** What a key is, or was before it was blocked. */
  Standing rank(FeedId id) {
    Member member = members.get(id);
    return member == null ? Standing.EXTERNAL : member.role().standing();
  }

  boolean isBlocked(FeedId id, Instant now) {
    Optional<Instant> until = blocked.get(id);
    return until != null && (until.isEmpty() || now.isBefore(until.get()));
  }

  public boolean hasAdmin() {
    return members.values().stream().anyMatch(each -> each.role() == Role.ADMIN);
  }

  /** What somebody goes by. */
  public PersonNames namesOf(FeedId id) {
    return names.getOrDefault(id, PersonNames.NONE);
  }

  /**
   * Those who go by a name with this in it, in upper or lower case, members or not.
   *
   * @param part in lower case
   * @param byNotes whether what moderators call them counts
   */
  public Set<FeedId> called(String part, boolean byNotes) {
    return names.entrySet().stream()
        .filter(each -> each.getValue().have(part, byNotes))
        .map(Map.Entry::getKey)
        .collect(Collectors.toSet());
  }

  /** What is searched for by a text, unless it is empty. */
  public Optional<Tables.Sought> sought(String text, boolean byNotes) {
    String part = text.toLowerCase(Locale.ROOT);
    return part.isEmpty()
        ? Optional.empty()
        : Optional.of(new Tables.Sought(part, called(part, byNotes)));
  }

  /** The names and aliases of all but one. */
  public Stream<String> namesOfOthers(FeedId id) {
    return names.entrySet().stream()
        .filter(each -> !each.getKey().equals(id))
        .map(Map.Entry::getValue)
        .flatMap(each -> Stream.concat(Stream.of(each.own()), each.aliases().stream()))
        .filter(name -> !name.isEmpty());
  }

  /** What all but one call themselves. */
  public Stream<String> ownNamesOfOthers(FeedId id) {
    return names.entrySet().stream()
        .filter(each -> !each.getKey().equals(id))
        .map(each -> each.getValue().own())
        .filter(name -> !name.isEmpty());
  }

  /** The state after the next change, before it is known what that is. */
  RoomState next() {
    return new RoomState(
        generation + 1, members, names, blocked, settings, notices, apps, acceptors, picture);
  }

  RoomState withMember(Member member) {
    FeedId id = member.id();
    return with(changed(members, map -> map.put(id, member)))
        .withNames(id, namesOf(id).with(member.name(), member.note()));
  }

  RoomState withoutMember(FeedId id) {
    return with(changed(members, map -> map.remove(id)))
        .withNames(id, PersonNames.NONE.with(namesOf(id).aliases()))
        .withAcceptors(all -> all.remove(id));
  }

  /** The same where those whom one invited were invited by another. */
  RoomState withInviter(FeedId one, FeedId other) {
    return with(
        changed(
            members,
            map ->
                map.replaceAll(
                    (_, each) ->
                        each.invitedBy().filter(one::equals).isPresent()
                            ? each.invitedBy(other)
                            : each)));
  }

  RoomState withAcceptor(FeedId id) {
    return withAcceptors(all -> all.add(id));
  }

  private RoomState withAcceptors(Predicate<Set<FeedId>> change) {
    Set<FeedId> all = new HashSet<>(acceptors);
    return change.test(all)
        ? new RoomState(
            generation, members, names, blocked, settings, notices, apps, Set.copyOf(all), picture)
        : this;
  }

  RoomState withAliases(FeedId owner, List<String> aliases) {
    return withNames(owner, namesOf(owner).with(aliases));
  }

  private RoomState withNames(FeedId id, PersonNames changed) {
    return changed.equals(namesOf(id))
        ? this
        : new RoomState(
            generation,
            members,
            changed(names, map -> put(map, id, changed)),
            blocked,
            settings,
            notices,
            apps,
            acceptors,
            picture);
  }

  private RoomState with(NavigableMap<FeedId, Member> changed) {
    return new RoomState(
        generation, changed, names, blocked, settings, notices, apps, acceptors, picture);
  }

  RoomState withBlock(FeedId id, Optional<Instant> until) {
    return withBlocked(changed(blocked, map -> map.put(id, until)));
  }

  RoomState withoutBlock(FeedId id) {
    return withBlocked(changed(blocked, map -> map.remove(id)));
  }

  private RoomState withBlocked(NavigableMap<FeedId, Optional<Instant>> changed) {
    return new RoomState(
        generation, members, names, changed, settings, notices, apps, acceptors, picture);
  }

  private static <T> NavigableMap<FeedId, T> changed(
      NavigableMap<FeedId, T> map, Consumer<Map<FeedId, T>> change) {
    NavigableMap<FeedId, T> copy = new TreeMap<>(map);
    change.accept(copy);
    return Collections.unmodifiableNavigableMap(copy);
  }

  RoomState with(RoomSettings changed) {
    return new RoomState(
        generation, members, names, blocked, changed, notices, apps, acceptors, picture);
  }

  RoomState withNotices(List<Notice> changed) {
    return new RoomState(
        generation, members, names, blocked, settings, changed, apps, acceptors, picture);
  }

  RoomState withApps(List<App> changed) {
    return new RoomState(
        generation, members, names, blocked, settings, notices, changed, acceptors, picture);
  }

  RoomState withPicture(Optional<Picture> changed) {
    return new RoomState(
        generation, members, names, blocked, settings, notices, apps, acceptors, changed);
  }
}
