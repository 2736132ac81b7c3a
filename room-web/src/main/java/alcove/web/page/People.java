package alcove.web.page;

import alcove.identity.FeedId;
import alcove.room.names.PersonNames;
import alcove.room.policy.Action;
import alcove.room.policy.Actor;
import alcove.room.policy.RoomPolicy;
import alcove.room.policy.Standing;
import alcove.room.policy.Standings;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * People as one reader sees them. Never blocks: all of it is in memory.
 *
 * @param standings what they are
 * @param names what they go by
 * @param reader who is signed in; null if nobody is
 */
public record People(
    Standings standings, Function<FeedId, PersonNames> names, @Nullable SignedIn reader) {
  /** Whoever did something. */
  public Person of(Actor actor) {
    return switch (actor) {
      case Actor.Operator operator -> Person.keyless("members.actor.operator");
      case Actor.Visitor visitor -> Person.keyless("members.actor.visitor");
      case Actor.Peer(FeedId id) -> of(id);
    };
  }

  /** Whoever has this key: by name where the reader may see who is here. */
  public Person of(FeedId id) {
    if (reader == null || !reader.may(Action.SEE_ATTENDANTS)) {
      return Person.of(id, Optional.empty(), null, null);
    }
    return Person.of(
        id,
        names.apply(id).shown(reader.may(Action.KEEP_NOTES)),
        id.equals(reader.id()) ? "members.actor.you" : null,
        href(id, reader));
  }

  private @Nullable String href(FeedId id, SignedIn reader) {
    Standing standing = standings.of(id);
    if (standing.isMember()) {
      return LocalPath.member(id);
    }
    return standing == Standing.BLOCKED && reader.may(Action.BLOCK)
        ? LocalPath.BLOCKED + "?q=" + LocalPath.encode(id.toString())
        : null;
  }

  /**
   * Somebody who wants to be known to whoever reads this, member or not: by the name that they
   * chose, else by an alias that leads to them now. What moderators call them stays with these. The
   * page says itself whether it shows the whole of the id.
   */
  public Person introduced(FeedId id) {
    PersonNames all = standings.of(id).isMember() ? names.apply(id) : PersonNames.NONE;
    boolean resolves =
        RoomPolicy.allows(standings.privacyMode(), Standing.EXTERNAL, Action.RESOLVE_ALIAS);
    PersonNames known = resolves ? all : all.with(List.of());
    return Person.of(id, known.shown(false), null, null).withoutId();
  }
}
