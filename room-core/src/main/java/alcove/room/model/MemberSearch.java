package alcove.room.model;

import java.util.Optional;

/**
 * A search for the members that somebody wants to see.
 *
 * @param text a part of their id, of an alias, or of the label of the invite they came by, in upper
 *     or lower case; empty: all members
 */
public record MemberSearch(String text, MemberSort sort) {
  /** Everybody, who came last first. */
  public static final MemberSearch ALL = new MemberSearch("", MemberSort.NEWEST);

  private static final String SIGIL = "@";
  private static final String SUFFIX = ".ed25519";

  /** Takes an id in full for its part that is not the same in all ids. */
  public MemberSearch {
    text = bare(text);
  }

  /** Of an id in full, the part that is not the same in all ids; of all else, all. */
  public static String bare(String text) {
    String bare = text.strip();
    bare = bare.startsWith(SIGIL) ? bare.substring(SIGIL.length()) : bare;
    return bare.endsWith(SUFFIX) ? bare.substring(0, bare.length() - SUFFIX.length()) : bare;
  }

  /** What is searched for, if not for all. */
  public Optional<String> wanted() {
    return Optional.of(text).filter(some -> !some.isEmpty());
  }
}
