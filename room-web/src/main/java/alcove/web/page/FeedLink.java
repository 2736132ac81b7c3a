package alcove.web.page;

import alcove.identity.FeedId;
import java.util.Base64;

/**
 * The link that opens somebody's profile in an app.
 *
 * @see <a href="https://github.com/ssbc/ssb-uri-spec">ssb-uri-spec</a>
 */
public final class FeedLink {
  private FeedLink() {}

  /** {@code ssb:feed/ed25519/KEY}, in URL-safe Base64. */
  public static String of(FeedId id) {
    return "ssb:feed/ed25519/" + Base64.getUrlEncoder().encodeToString(id.bytes());
  }
}
