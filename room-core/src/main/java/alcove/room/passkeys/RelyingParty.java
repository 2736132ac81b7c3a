package alcove.room.passkeys;

import java.util.Locale;

/**
 * The site that passkeys of this room are for. Immutable.
 *
 * @param id the domain that they are bound to: that of the room's pages alone, so that the page of
 *     an alias on a host of its own gets none
 * @param origin where the room's pages are, as browsers say it
 * @see <a href="https://www.w3.org/TR/webauthn-3/">Web Authentication</a>
 */
public record RelyingParty(String id, String origin) {
  /** The host that browsers take for safe without TLS. */
  public static final String THIS_MACHINE = "localhost";

  /** One whose domain is in lower case, as browsers write it. */
  public RelyingParty {
    id = id.toLowerCase(Locale.ROOT);
    origin = origin.toLowerCase(Locale.ROOT);
  }
}
