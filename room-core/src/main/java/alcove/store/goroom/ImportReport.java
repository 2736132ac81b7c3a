package alcove.store.goroom;

import alcove.identity.FeedId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A report on what becomes of everything in a go-ssb-room folder. Immutable; holds no secret.
 *
 * @param room the room's own key
 * @param taken how many of each kind are taken, in the order of kinds; none of those of which there
 *     are none
 * @param changed what is taken, but not as it was
 * @param left what is not taken
 * @param notes what the operator should know besides, in sentences
 */
public record ImportReport(
    FeedId room,
    SortedMap<Kind, Integer> taken,
    List<Finding> changed,
    List<Finding> left,
    List<String> notes) {

  /** What a room keeps. */
  public enum Kind {
    /** A setting. */
    SETTING("setting", "settings"),
    /** A member in the role of member. */
    MEMBER("member", "members"),
    /** A moderator. */
    MODERATOR("moderator", "moderators"),
    /** An admin. */
    ADMIN("admin", "admins"),
    /** An alias. */
    ALIAS("alias", "aliases"),
    /** A password, by which a member signs in. */
    PASSWORD("password", "passwords"),
    /** An unspent invite. */
    INVITE("invite", "invites"),
    /** A key that is kept out. */
    BLOCKED_ID("blocked id", "blocked ids"),
    /** A notice. */
    NOTICE("notice", "notices");

    private final String one;
    private final String many;

    Kind(String one, String many) {
      this.one = one;
      this.many = many;
    }

    /** One of it, in words. */
    public String word() {
      return one;
    }

    /** So many of it, in words. */
    public String count(int number) {
      return number + " " + (number == 1 ? one : many);
    }
  }

  /**
   * One thing that is not taken as it was.
   *
   * @param name which one, in the old room's words; as it stands there, so not fit to be printed
   *     unseen
   * @param reason in a few words
   */
  public record Finding(Kind kind, String name, String reason) {}

  /** Copies the lists. */
  public ImportReport {
    taken = Collections.unmodifiableSortedMap(new TreeMap<>(taken));
    changed = List.copyOf(changed);
    left = List.copyOf(left);
    notes = List.copyOf(notes);
  }

  /** The same with one note more. */
  public ImportReport with(String note) {
    var more = new ArrayList<>(notes);
    more.add(note);
    return new ImportReport(room, taken, changed, left, more);
  }
}
