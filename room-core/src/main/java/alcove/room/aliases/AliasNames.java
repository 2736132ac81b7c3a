package alcove.room.aliases;

import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules for names of aliases. New ones are labels of RFC 1035, because they become host names.
 * Names that came from another room may begin with a digit.
 */
public final class AliasNames {
  private static final Pattern LABEL = Pattern.compile("[a-z]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern LOOKED_UP = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final int SHOWN = 70;

  /** Host names that belong to a domain's owner, and that people would take for the operator's. */
  private static final Set<String> OFFICIAL =
      Set.of(
          """
          abuse account accounts admin administrator api app autoconfig autodiscover blog
          broadcasthost cdn dashboard dns ftp git help hostmaster http https imap info irc isatap
          localhost mail matrix moderator mta-sts mx news official operator pop pop3 postmaster
          proxy room root security sftp shop smtp ssh ssb ssl staff static status support sysadmin
          system test tls usenet vpn webmail webmaster wiki wpad www xmpp
          """
              .split("\\s+"));

  private static final Pattern NUMBERED = Pattern.compile("(ns|mx|www|dns|smtp)[0-9]*");
  private static final String PUNYCODE = "xn--";

  private final Set<String> routes;

  /** Names by the usual rules; those of {@code routes} are the first parts of our own paths. */
  public AliasNames(Set<String> routes) {
    this.routes = Set.copyOf(routes);
  }

  /**
   * Judges a name for a new alias.
   *
   * @throws RefusedException if it is malformed or reserved; the message says what is expected
   */
  void require(String name) throws RefusedException {
    if (!LABEL.matcher(name).matches()) {
      throw new RefusedException(Refusal.MALFORMED, explain(name));
    }
    if (isReserved(name)) {
      throw new RefusedException(
          Refusal.ALIAS_RESERVED,
          "registerAlias: invalid alias: \"" + name + "\" is reserved by the room");
    }
  }

  private static String explain(String name) {
    String shown = name.length() <= SHOWN ? name : name.substring(0, SHOWN) + "...";
    String begin = "registerAlias: invalid alias: \"" + shown + "\" ";
    return LABEL.matcher(name.toLowerCase(Locale.ROOT)).matches()
        ? begin
            + "has upper-case letters; the signature covers the name as typed, sign it in lower"
            + " case"
        : begin
            + "(expected 1 to 63 characters a-z, 0-9 and inner hyphens, beginning with a"
            + " letter)";
  }

  private boolean isReserved(String name) {
    return routes.contains(name)
        || OFFICIAL.contains(name)
        || NUMBERED.matcher(name).matches()
        || name.startsWith(PUNYCODE);
  }

  /** The alias that somebody who typed {@code text} means; nothing if it can not be one. */
  public static Optional<String> lookedUp(String text) {
    return Optional.of(text.toLowerCase(Locale.ROOT))
        .filter(name -> LOOKED_UP.matcher(name).matches());
  }
}
