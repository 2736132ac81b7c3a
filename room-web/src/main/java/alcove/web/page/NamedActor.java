package alcove.web.page;

import alcove.identity.FeedId;
import alcove.room.policy.Actor;
import org.jspecify.annotations.Nullable;

/**
 * The name that pages have for who did something.
 *
 * @param text the key of a text, for those who have no id, and for the reader
 * @param name the beginning of the id of all others
 * @param href where these are found among the members, if they are one
 */
public record NamedActor(@Nullable String text, String name, String href) {
  private static final int LENGTH = 9;

  /** The beginning of an id, where all of it would not fit: no proof of anything. */
  public static String shortId(FeedId id) {
    return id.toString().substring(0, LENGTH) + "\u2026";
  }

  static NamedActor of(Actor actor, @Nullable FeedId reader) {
    return switch (actor) {
      case Actor.Operator operator -> new NamedActor("members.actor.operator", "", "");
      case Actor.Visitor visitor -> new NamedActor("members.actor.visitor", "", "");
      case Actor.Peer(FeedId id) ->
          new NamedActor(
              reader != null && id.equals(reader) ? "members.actor.you" : null,
              shortId(id),
              LocalPath.MEMBERS + "?q=" + LocalPath.encode(id.toString()));
    };
  }
}
