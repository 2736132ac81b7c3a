package alcove.address;

import alcove.identity.FeedId;
import alcove.identity.HostAndPort;
import alcove.identity.MultiserverAddress;
import alcove.identity.RoomInviteCode;
import alcove.room.model.AliasForm;
import alcove.room.passkeys.RelyingParty;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The public address of the room, and so every link and every address that it hands out. They come
 * from what its operator chose, never from what a visitor's browser claims to have called.
 * Immutable.
 *
 * @param room the room's key
 * @param site where its pages are
 * @param domain its name in the DNS, whose subdomains are aliases
 * @param peers where peers find it over TCP
 * @param webSocketPeers where peers find it by WebSocket, encrypted if the site is
 * @param insecureHttp the operator allows links that carry secrets to go over plain HTTP
 */
public record PublicAddress(
    FeedId room,
    WebOrigin site,
    Optional<String> domain,
    HostAndPort peers,
    HostAndPort webSocketPeers,
    boolean insecureHttp) {
  private static final String WWW = "www";
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern PORT = Pattern.compile(":[0-9]*$");
  private static final int MAX_HOST = 512;

  /** The path of an invite's page. */
  public static final String JOIN = "/join";

  /** The path at which apps claim invites. */
  public static final String CONSUME_INVITE = "/invite/consume";

  /** The path of the page on which the room gets its first admin. */
  public static final String SETUP = "/setup";

  /** The path of the page that asks an app on its own device to sign in a browser elsewhere. */
  public static final String SIGN_IN_BY_APP = "/login/app";

  /** The path of the page on which somebody chooses a password by a link. */
  public static final String CHOOSE_PASSWORD = "/password";

  /** {@code net:HOST:PORT~shs:KEY}. */
  public MultiserverAddress address() {
    return MultiserverAddress.net(peers.host(), peers.port(), room);
  }

  /** {@code wss://HOST:PORT~shs:KEY}, or {@code ws:} where there is no TLS. */
  public MultiserverAddress webSocketAddress() {
    var at = webSocketPeers;
    return site.secure()
        ? MultiserverAddress.wss(at.host(), at.port(), room)
        : MultiserverAddress.ws(at.host(), at.port(), room);
  }

  /** The invite code that apps of the first rooms take. */
  public RoomInviteCode inviteCode() {
    return new RoomInviteCode(address());
  }

  /** The landing page. */
  public String landing() {
    return site + "/";
  }

  /** The page that a person is invited by. */
  public String join(String token) {
    return site + JOIN + "?invite=" + encode(token);
  }

  /** The same page, by the parameter that other rooms and the apps made for them use. */
  public String joinByToken(String token) {
    return site + JOIN + "?token=" + encode(token);
  }

  /** Where an app claims an invite. */
  public String consumeInvite() {
    return site + CONSUME_INVITE;
  }

  /** The page that makes the first admin. */
  public String setup(String token) {
    return site + SETUP + "?token=" + encode(token);
  }

  /** The page by which the app on another device signs a browser in. */
  public String loginByApp(String challenge) {
    return site + SIGN_IN_BY_APP + "?sc=" + encode(challenge);
  }

  /** The page on which a member chooses a new password. */
  public String choosePassword(String token) {
    return site + CHOOSE_PASSWORD + "?token=" + encode(token);
  }

  /** The link of an alias, written as admins chose. */
  public String alias(AliasForm form, String name) {
    return switch (form) {
      case PATH -> aliasByPath(name);
      case SUBDOMAIN -> aliasBySubdomain(name);
    };
  }

  /** {@code https://NAME.DOMAIN}, the link of an alias; by path where there is no domain. */
  public String aliasBySubdomain(String name) {
    return domain
        .map(parent -> site.withHost(name + "." + parent).toString())
        .orElseGet(() -> aliasByPath(name));
  }

  /** {@code https://DOMAIN/alias/NAME}, the link of an alias. */
  public String aliasByPath(String name) {
    return site + "/alias/" + encode(name);
  }

  /**
   * What passkeys are bound to: the host of the pages, if it is a name and they come by TLS, or
   * this machine's name for itself. Browsers have none for others.
   */
  public Optional<RelyingParty> relyingParty() {
    String host = site.at().host().toLowerCase(Locale.ROOT);
    boolean isSafe = host.equals(RelyingParty.THIS_MACHINE) || (isSecure() && host.contains("."));
    return isSafe && HostAndPort.isHostName(host)
        ? Optional.of(new RelyingParty(host, site.toString()))
        : Optional.empty();
  }

  /** Whether links are https. */
  public boolean isSecure() {
    return site.secure();
  }

  /** Whether links that carry secrets go over plain HTTP, which pages have to say. */
  public boolean isInsecure() {
    return insecureHttp && !isSecure();
  }

  /** Whether links that carry secrets are good on the room's own machine only. */
  public boolean keepsSecretsLocal() {
    return !insecureHttp && !isSecure();
  }

  /** Where the page of an alias is that has a host of its own. */
  public WebOrigin siteOf(String alias) {
    return domain.map(parent -> site.withHost(alias + "." + parent)).orElse(site);
  }

  /**
   * Whether a visitor who called the room by {@code host} means the main site. Without a domain
   * that is also this machine's name for itself, and the address that was connected to: no other
   * site can make a browser take those for its own.
   *
   * @param host as a URL has it, in lower case, without a port
   * @param connectedTo at which of its addresses the machine was reached
   */
  public boolean isMainHost(String host, Optional<IpAddress> connectedTo) {
    String bare = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (bare.equals(site.at().host().toLowerCase(Locale.ROOT))
        || domain.filter(bare::equals).isPresent()) {
      return true;
    }
    return domain.isEmpty() && (bare.equals("localhost") || isNear(bare, connectedTo));
  }

  private static boolean isNear(String host, Optional<IpAddress> connectedTo) {
    boolean bracketed = host.startsWith("[") && host.endsWith("]");
    return IpAddress.parse(bracketed ? host.substring(1, host.length() - 1) : host)
        .filter(literal -> literal.isLoopback() || connectedTo.filter(literal::equals).isPresent())
        .isPresent();
  }

  /** Whether {@code host} is what people write before a domain out of habit. */
  public boolean isWww(String host) {
    return aliasIn(host).filter(WWW::equals).isPresent();
  }

  /**
   * The alias that a visitor means who called the room by {@code host}: the label before the
   * domain, in lower case. Empty for the main site, which is everything else.
   *
   * @param host what the Host header says, with or without a port, null if there is none
   */
  public Optional<String> aliasIn(@Nullable String host) {
    if (host == null || domain.isEmpty()) {
      return Optional.empty();
    }
    return labelBefore(domain.get(), host)
        .filter(label -> !site.at().host().equals(label + "." + domain.get()));
  }

  /**
   * The only label that {@code host} has before {@code domain}, in lower case; a port and the dot
   * of the DNS's root do not count.
   */
  private static Optional<String> labelBefore(String domain, String host) {
    if (host.length() > MAX_HOST) {
      return Optional.empty();
    }
    var name = PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst("");
    var bare = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    var suffix = "." + domain;
    return Optional.of(bare)
        .filter(whole -> whole.endsWith(suffix))
        .map(whole -> whole.substring(0, whole.length() - suffix.length()))
        .filter(label -> LABEL.matcher(label).matches());
  }

  /** What is printed at the start: the address by TCP, the one by WebSocket, the landing page. */
  public List<String> lines() {
    return List.of(address().toString(), webSocketAddress().toString(), landing());
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
