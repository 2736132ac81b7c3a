package alcove.room.model;

import alcove.identity.AnyFeedId;
import alcove.identity.FeedId;
import alcove.room.policy.Role;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;

/**
 * A search for the members that somebody wants to see.
 *
 * @param text a part of their id, of a name, an alias, a note, or the label of the invite they came
 *     by, or the word for their role, in upper or lower case; the same of whoever invited them, but
 *     for the label; empty: all members
 * @param role only those of this role, if given
 * @param alias only those who have an alias, or have none, if given
 * @param inviter only those whom this peer invited, if given
 * @param among only those, if given
 * @param unseenSince only those who were members before this day and have not been here on it or
 *     later, as far as the room knows, if given
 */
public record MemberSearch(
    String text,
    MemberSort sort,
    Optional<Role> role,
    Optional<Boolean> alias,
    Optional<FeedId> inviter,
    Optional<Set<FeedId>> among,
    Optional<LocalDate> unseenSince) {
  /** Everybody, who came last first. */
  public static final MemberSearch ALL = new MemberSearch("", MemberSort.NEWEST);

  private static final String SIGIL = "@";
  private static final String SUFFIX = ".ed25519";

  /** Takes an id in full for its part that is not the same in all ids. */
  public MemberSearch {
    text = bare(text);
    among = among.map(Set::copyOf);
  }

  public MemberSearch(String text, MemberSort sort) {
    this(
        text,
        sort,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** Of an id in any form, the part that is not the same in all ids; of all else, all. */
  public static String bare(String text) {
    return AnyFeedId.find(text).map(FeedId::base64).orElseGet(() -> withoutEnds(text.strip()));
  }

  private static String withoutEnds(String text) {
    String bare = text.startsWith(SIGIL) ? text.substring(SIGIL.length()) : text;
    return bare.endsWith(SUFFIX) ? bare.substring(0, bare.length() - SUFFIX.length()) : bare;
  }

  /** What is searched for, if not for all. */
  public Optional<String> wanted() {
    return Optional.of(text).filter(some -> !some.isEmpty());
  }

  /** Those of them who have this role. */
  public MemberSearch of(Optional<Role> wanted) {
    return new MemberSearch(text, sort, wanted, alias, inviter, among, unseenSince);
  }

  /** Those of them who have an alias, or have none. */
  public MemberSearch withAlias(Optional<Boolean> wanted) {
    return new MemberSearch(text, sort, role, wanted, inviter, among, unseenSince);
  }

  /** Those of them whom somebody invited. */
  public MemberSearch invitedBy(Optional<FeedId> wanted) {
    return new MemberSearch(text, sort, role, alias, wanted, among, unseenSince);
  }

  /** Those of them who are among these. */
  public MemberSearch among(Optional<Set<FeedId>> wanted) {
    return new MemberSearch(text, sort, role, alias, inviter, wanted, unseenSince);
  }

  /** Those of them who have not been here since a day. */
  public MemberSearch unseenSince(Optional<LocalDate> day) {
    return new MemberSearch(text, sort, role, alias, inviter, among, day);
  }

  /** The same for who may not see when others were here last. */
  public MemberSearch withoutLastSeen() {
    return new MemberSearch(
        text,
        sort == MemberSort.SEEN ? MemberSort.NEWEST : sort,
        role,
        alias,
        inviter,
        among,
        Optional.empty());
  }
}
