package alcove.web.page;

import alcove.identity.FeedId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Somebody as pages show them: a peer, or whoever has no key.
 *
 * @param text the key of a text that says who it is, for those who have no key, and for the reader
 * @param name what they are called; the short id where they have no name; empty without a key
 * @param id in full; null without a key, or where it is not to be seen
 * @param shortId the beginning and the end of the id, where all of it would not fit; empty without
 *     a key
 * @param href where there is more about them, for this reader; null where there is not
 * @param picture of the key; null without one
 */
public record Person(
    @Nullable String text,
    String name,
    @Nullable FeedId id,
    String shortId,
    @Nullable String href,
    @Nullable Identicon picture) {
  private static final int FIRST = 7;
  private static final int LAST = 5;

  /** Whoever has no key, by the key of a text. */
  static Person keyless(String text) {
    return new Person(text, "", null, "", null, null);
  }

  static Person of(FeedId id, Optional<String> name, @Nullable String text, @Nullable String href) {
    String shortId = shortId(id);
    return new Person(text, name.orElse(shortId), id, shortId, href, Identicon.of(id));
  }

  /** The same for who may see no more of the id than its ends. */
  Person withoutId() {
    return new Person(text, name, null, shortId, href, picture);
  }

  /** Both ends of an id, such as {@code @ait0p7…kWPQ=}: no proof of anything. */
  public static String shortId(FeedId id) {
    String key = "@" + id.base64();
    return key.substring(0, FIRST) + "\u2026" + key.substring(key.length() - LAST);
  }

  /** Whether they have a name, and are not just an id. */
  public boolean isNamed() {
    return !name.equals(shortId);
  }
}
