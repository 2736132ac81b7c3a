package alcove.web.page;

import alcove.identity.FeedId;

/** The beginning of an id, where all of it would not fit: no proof of anything. */
public final class ShortId {
  private static final int LENGTH = 9;

  private ShortId() {}

  public static String of(FeedId id) {
    return id.toString().substring(0, LENGTH) + "\u2026";
  }
}
