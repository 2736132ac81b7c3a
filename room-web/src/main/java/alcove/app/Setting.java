package alcove.app;

import alcove.acme.Authority;
import alcove.address.TrustedProxies;
import alcove.address.WebOrigin;
import alcove.crypto.CryptoChoice;
import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.HostAndPort;
import alcove.room.policy.PrivacyMode;
import alcove.store.DatabaseUrl;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.event.Level;

/**
 * One thing an operator can choose, and what it is read as. Each has a flag ({@code --ssb-port}),
 * an environment variable ({@code ALCOVE_SSB_PORT}) and a line in {@code alcove.properties} ({@code
 * ssb-port = 8008}), all derived from its name here. Those that limit peers are in {@link
 * LimitSettings}, those of daily backups in {@link BackupSettings}, those of alerts in {@link
 * AlertSettings}.
 *
 * <p>A default is written as an operator would write it, and is read by the same code.
 *
 * @param parser says what its text must be
 * @param reader gives the value of the text, if one was chosen
 * @param fallback the default as text, may be empty
 * @param purpose a sentence for the help
 */
record Setting<T>(
    String property,
    ValueParser<?> parser,
    Function<Optional<String>, T> reader,
    String fallback,
    String purpose) {
  static final Setting<Optional<Path>> DATA =
      optional(
          "data",
          ValueParser.path(),
          "Where the room keeps its identity and its data (~/.alcove).");
  static final Setting<Optional<String>> NAME =
      optional("name", ValueParser.name(), "What a new room calls itself (the domain, or Alcove).");
  static final Setting<Optional<PrivacyMode>> PRIVACY_MODE =
      optional(
          "privacy-mode",
          ValueParser.privacyMode(),
          "Whom a new room is for: open (everybody), community (members) or restricted (only"
              + " members come in). The default is community.");
  static final Setting<Optional<FeedId>> ADMIN =
      optional("admin", ValueParser.feedId(), "Who becomes the admin of a room that has none.");
  static final Setting<Optional<String>> DOMAIN =
      optional("domain", ValueParser.hostName(), "The room's name in the DNS.");
  static final Setting<Optional<WebOrigin>> PUBLIC_URL =
      optional(
          "public-url", ValueParser.webOrigin(), "Where browsers find the room (https://DOMAIN).");
  static final Setting<Optional<HostAndPort>> ADVERTISE =
      optional(
          "advertise", ValueParser.hostAndPort(), "Where peers find it (DOMAIN and the SSB port).");
  static final Setting<Optional<HostAndPort>> ADVERTISE_WS =
      optional(
          "advertise-ws",
          ValueParser.hostAndPort(),
          "Where WebSocket peers find it (as the public URL says).");
  static final Setting<Boolean> INSECURE_HTTP =
      yesOrNo(
          "insecure-http", "no", "Links that carry secrets may go over plain HTTP, as in a LAN.");
  static final Setting<TrustedProxies> TRUSTED_PROXY =
      of(
          "trusted-proxy",
          ValueParser.trustedProxies(),
          "127.0.0.0/8,::1/128",
          "The proxies that are believed when they say whom they speak for.");
  static final Setting<Boolean> PROXY_PROTOCOL =
      yesOrNo("proxy-protocol", "no", "Peers come through a proxy that speaks PROXY protocol v2.");
  static final Setting<Optional<DatabaseUrl>> JDBC_URL =
      optional(
          "jdbc-url",
          ValueParser.jdbcUrl(),
          "Where the database is (a file of H2 in the data directory).");
  static final Setting<Boolean> CLUSTER =
      yesOrNo(
          "cluster",
          "no",
          "This is one of several nodes of the room, which share its database on PostgreSQL.");
  static final Setting<Optional<HostAndPort>> CLUSTER_LISTEN =
      optional(
          "cluster-listen",
          ValueParser.hostAndPort(),
          "Where this node listens for the others, in a private network, and at the port behind it"
              + " for tunnels between their peers and its own (nowhere).");
  static final Setting<Optional<HostAndPort>> CLUSTER_ADVERTISE =
      optional(
          "cluster-advertise",
          ValueParser.hostAndPort(),
          "Where the other nodes reach that, and the port behind it (as --cluster-listen says).");
  static final Setting<String> LISTEN =
      of(
          "listen",
          ValueParser.listenAddress(),
          "*",
          "The address of this machine to listen on, * for all.");
  static final Setting<Integer> SSB_PORT =
      of("ssb-port", ValueParser.port(), "8008", "Where Scuttlebutt peers connect.");
  static final Setting<Integer> HTTP_PORT =
      of(
          "http-port",
          ValueParser.port(),
          "3000",
          "Where browsers and WebSocket peers connect (80 with --https auto).");
  static final Setting<Optional<String>> HTTP_LISTEN =
      optional(
          "http-listen",
          ValueParser.listenAddress(),
          "The address of this machine for that alone, as localhost behind a web server.");
  static final Setting<Optional<Path>> TLS_CERT =
      optional(
          "tls-cert",
          ValueParser.file(),
          "A certificate and its chain, in PEM: the room then speaks HTTPS itself.");
  static final Setting<Optional<Path>> TLS_KEY =
      optional("tls-key", ValueParser.file(), "The certificate's key, in PEM.");
  static final Setting<Integer> HTTPS_PORT =
      of(
          "https-port",
          ValueParser.port(),
          "443",
          "Where browsers and WebSocket peers connect by TLS, with --tls-cert or --https.");
  static final Setting<HttpsChoice> HTTPS =
      of(
          "https",
          ValueParser.oneOf("CHOICE", HttpsChoice.class),
          "no",
          "auto: the room gets a certificate for --domain by itself; no: it has --tls-cert, or a"
              + " web server in front.");
  static final Setting<URI> ACME_DIRECTORY =
      of(
          "acme-directory",
          ValueParser.httpsUrl(),
          Authority.USUAL,
          "The authority that the certificate comes from, with --https auto.");
  static final Setting<Optional<String>> ACME_CONTACT =
      optional(
          "acme-contact",
          ValueParser.mailAddress(),
          "Where that authority writes to, if it has to.");
  static final Setting<Optional<String>> ACME_EAB_KEY_ID =
      optional(
          "acme-eab-key-id",
          ValueParser.name(),
          "The account there, for authorities that want one (EAB).");
  static final Setting<Optional<String>> ACME_EAB_KEY =
      optional(
          "acme-eab-key",
          ValueParser.base64Url(),
          "That account's key; better in a variable or in alcove.properties.");
  static final Setting<Optional<Path>> ACME_CA_FILE =
      optional(
          "acme-ca-file",
          ValueParser.file(),
          "Certificates in PEM by which the authority itself is trusted (those of this machine).");
  static final Setting<Optional<Path>> ACME_DNS_HOOK =
      optional(
          "acme-dns-hook",
          ValueParser.file(),
          "A program that writes proofs into the DNS (PROGRAM present|cleanup NAME VALUE): the"
              + " certificate is then for all subdomains, too.");
  static final Setting<Optional<Integer>> METRICS_PORT =
      optional(
          "metrics-port",
          ValueParser.port(),
          "Where Prometheus reads figures at /metrics (nowhere).");
  static final Setting<String> METRICS_LISTEN =
      of(
          "metrics-listen",
          ValueParser.listenAddress(),
          "localhost",
          "The address of this machine for that, * for all.");
  static final Setting<CryptoChoice> CRYPTO =
      of(
          "crypto",
          ValueParser.oneOf("CHOICE", CryptoChoice.class),
          "auto",
          "native (libsodium), java (Bouncy Castle), or auto: native if it is there.");
  static final Setting<AppKey> APP_KEY =
      new Setting<>(
          "app-key",
          ValueParser.appKey(),
          text -> text.flatMap(ValueParser.appKey()::read).orElse(AppKey.MAIN),
          "",
          "The Scuttlebutt network to serve (the main one).");
  static final Setting<Level> LOG_LEVEL =
      of(
          "log-level",
          ValueParser.oneOf("LEVEL", Level.class),
          "info",
          "error, warn, info, debug or trace.");
  static final Setting<LogFormat> LOG_FORMAT =
      of(
          "log-format",
          ValueParser.oneOf("FORMAT", LogFormat.class),
          "text",
          "text, or json: one object a line.");

  /** Keys of age to read what was encrypted begin with it. */
  private static final String SECRET_KEY = "AGE-SECRET-KEY-";

  private static final List<Setting<?>> SECRETS = List.of(JDBC_URL, ACME_EAB_KEY);

  private static final List<Setting<?>> OTHERS =
      List.of(
          DATA,
          NAME,
          PRIVACY_MODE,
          ADMIN,
          DOMAIN,
          PUBLIC_URL,
          ADVERTISE,
          ADVERTISE_WS,
          INSECURE_HTTP,
          TRUSTED_PROXY,
          PROXY_PROTOCOL,
          JDBC_URL,
          CLUSTER,
          CLUSTER_LISTEN,
          CLUSTER_ADVERTISE,
          LISTEN,
          SSB_PORT,
          HTTP_PORT,
          HTTP_LISTEN,
          TLS_CERT,
          TLS_KEY,
          HTTPS_PORT,
          HTTPS,
          ACME_DIRECTORY,
          ACME_CONTACT,
          ACME_EAB_KEY_ID,
          ACME_EAB_KEY,
          ACME_CA_FILE,
          ACME_DNS_HOOK,
          METRICS_PORT,
          METRICS_LISTEN,
          CRYPTO,
          APP_KEY,
          LOG_LEVEL,
          LOG_FORMAT);

  /** One that has a value in any case. */
  static <T> Setting<T> of(
      String property, ValueParser<T> parser, String fallback, String purpose) {
    return new Setting<>(
        property,
        parser,
        text -> parser.read(text.orElse(fallback)).orElseThrow(),
        fallback,
        purpose);
  }

  /** One without a default, or with one that follows from something else. */
  static <T> Setting<Optional<T>> optional(String property, ValueParser<T> parser, String purpose) {
    return new Setting<>(property, parser, text -> text.flatMap(parser::read), "", purpose);
  }

  /** One that is chosen or not. */
  private static Setting<Boolean> yesOrNo(String property, String fallback, String purpose) {
    return of(property, ValueParser.yesOrNo(), fallback, purpose);
  }

  /** All of them, in the order in which problems with them are told. */
  static List<Setting<?>> all() {
    return Stream.of(OTHERS, LimitSettings.ALL, BackupSettings.ALL, AlertSettings.ALL)
        .flatMap(List::stream)
        .toList();
  }

  /** Whether a text is told to nobody: what was chosen is secret, or something secret got here. */
  boolean hides(String text) {
    return SECRETS.contains(this)
        || AlertSettings.SECRETS.contains(this)
        || text.toUpperCase(Locale.ROOT).contains(SECRET_KEY);
  }

  String flag() {
    return "--" + property;
  }

  String variable() {
    return Variables.PREFIX + property.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** Whether it is chosen or not; the flag alone chooses it. */
  boolean isYesOrNo() {
    return placeholder().equals(ValueParser.YES_OR_NO);
  }

  /** What the flag's value is called in the help. */
  String placeholder() {
    return parser.placeholder();
  }

  /** The help's sentence, with the default. */
  String help() {
    return fallback.isEmpty() ? purpose : purpose + " Default: " + fallback + ".";
  }

  /**
   * The value.
   *
   * @param text what was chosen, if anything was; it is as expected
   */
  T value(Optional<String> text) {
    return reader.apply(text);
  }
}
