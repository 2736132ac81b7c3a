package alcove.web.page;

import alcove.identity.FeedId;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Paths that visitors hand over to be led to: those of this site, and nothing beyond it. */
public final class LocalPath {
  /** Where members are led who come from nowhere. */
  public static final String HOME = "/dashboard";

  /** Where members find each other. */
  public static final String MEMBERS = HOME + "/members";

  /** Where moderators find who is kept out. */
  public static final String BLOCKED = HOME + "/blocked";

  /** Where members see to what is their own. */
  public static final String ACCOUNT = HOME + "/account";

  /** Where members accept the house rules. */
  public static final String RULES = HOME + "/rules";

  /** What the room knows about people. */
  public static final String PRIVACY = "/notice/privacy";

  /** Where people sign in. */
  public static final String SIGN_IN = "/login";

  /** Characters of a path with its query; none that is looked at is longer. */
  private static final int LONGEST = 2048 + 64;

  private LocalPath() {}

  /** The path of this site that somebody asked to be led to, and the dashboard for all else. */
  public static String orHome(Optional<String> asked) {
    return asked.filter(LocalPath::isOne).orElse(HOME);
  }

  /** The page of a member. */
  public static String member(FeedId id) {
    return MEMBERS + "/one?id=" + encode(id.toString());
  }

  /** A value as the queries of links carry it. */
  public static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /**
   * Whether browsers take {@code path} for a page of the site they are on, and it is none too long.
   */
  public static boolean isOne(String path) {
    return path.length() <= LONGEST
        && path.startsWith("/")
        && !path.startsWith("//")
        && path.indexOf('\\') < 0
        && path.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }
}
