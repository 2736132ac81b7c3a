package alcove.app;

import java.util.Locale;

/**
 * One thing an operator can choose. Each has a flag ({@code --ssb-port}), an environment variable
 * ({@code ALCOVE_SSB_PORT}) and a line in {@code alcove.properties} ({@code ssb-port = 8008}), all
 * derived from its name here.
 *
 * <p>A default is written as an operator would write it, and is read by the same code.
 */
enum Setting {
  DATA("DIR", "", "Where the room keeps its identity and its data (~/.alcove)."),
  NAME("TEXT", "", "What a new room calls itself (the domain, or Alcove)."),
  PRIVACY_MODE(
      "MODE",
      "",
      "Whom a new room is for: open (everybody), community (members) or restricted (only members"
          + " come in). The default is community."),
  ADMIN("@ID", "", "Who becomes the admin of a room that has none."),
  DOMAIN("NAME", "", "The room's name in the DNS."),
  PUBLIC_URL("URL", "", "Where browsers find the room (https://DOMAIN)."),
  ADVERTISE("HOST:PORT", "", "Where peers find it (DOMAIN and the SSB port)."),
  ADVERTISE_WS("HOST:PORT", "", "Where WebSocket peers find it (as the public URL says)."),
  INSECURE_HTTP("no", "Links that carry secrets may go over plain HTTP, as in a LAN."),
  TRUSTED_PROXY(
      "CIDR[,CIDR...]",
      "127.0.0.0/8,::1/128",
      "The proxies that are believed when they say whom they speak for."),
  PROXY_PROTOCOL("no", "Peers come through a proxy that speaks PROXY protocol v2."),
  JDBC_URL("URL", "", "Where the database is (a file of H2 in the data directory)."),
  LISTEN("ADDR", "*", "The address of this machine to listen on, * for all."),
  SSB_PORT("PORT", "8008", "Where Scuttlebutt peers connect."),
  HTTP_PORT("PORT", "3000", "Where browsers and WebSocket peers connect."),
  TLS_CERT("FILE", "", "A certificate and its chain, in PEM: the room then speaks HTTPS itself."),
  TLS_KEY("FILE", "", "The certificate's key, in PEM."),
  HTTPS_PORT("PORT", "443", "Where browsers and WebSocket peers connect by TLS, with --tls-cert."),
  METRICS_PORT("PORT", "", "Where Prometheus reads figures at /metrics (nowhere)."),
  METRICS_LISTEN("ADDR", "localhost", "The address of this machine for that, * for all."),
  CRYPTO(
      "CHOICE",
      "auto",
      "native (libsodium), java (Bouncy Castle), or auto: native if it is there."),
  APP_KEY("BASE64", "", "The Scuttlebutt network to serve (the main one)."),
  LOG_LEVEL("LEVEL", "info", "error, warn, info, debug or trace."),
  MAX_CONNECTIONS("N", "10000", "Connections the room takes."),
  MAX_CONNECTIONS_PER_ADDRESS("N", "32", "Connections it takes from one IP address."),
  MAX_PENDING_HANDSHAKES("N", "4096", "Peers that may be shaking hands at once."),
  MAX_TUNNELS_PER_PEER("N", "128", "Tunnels a peer may have open, each way."),
  MAX_PENDING_TUNNELS("N", "8", "Tunnels that may wait for one peer's answer."),
  MAX_NEW_TUNNELS_PER_SECOND("N", "5", "Tunnels a peer may go on to open each second."),
  MAX_TUNNEL_BURST("N", "32", "Tunnels a peer may open at once before that counts.");

  private static final String YES_OR_NO = "yes|no";

  private final String placeholder;
  private final String fallback;
  private final String purpose;

  Setting(String placeholder, String fallback, String purpose) {
    this.placeholder = placeholder;
    this.fallback = fallback;
    this.purpose = purpose;
  }

  /** One that is chosen or not. */
  Setting(String fallback, String purpose) {
    this(Setting.YES_OR_NO, fallback, purpose);
  }

  String property() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  String flag() {
    return "--" + property();
  }

  String variable() {
    return "ALCOVE_" + name();
  }

  /** Whether it is chosen or not; the flag alone chooses it. */
  boolean isYesOrNo() {
    return placeholder.equals(YES_OR_NO);
  }

  /** What the flag's value is called in the help. */
  String placeholder() {
    return placeholder;
  }

  /** The default as text, empty where there is none or where it follows from something else. */
  String fallback() {
    return fallback;
  }

  /** The help's sentence, with the default. */
  String help() {
    return fallback.isEmpty() ? purpose : purpose + " Default: " + fallback + ".";
  }
}
