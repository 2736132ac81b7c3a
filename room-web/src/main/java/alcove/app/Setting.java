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
  NAME("TEXT", "", "What the room calls itself (the domain, or Alcove)."),
  DOMAIN("NAME", "", "The room's name in the DNS."),
  PRIVACY_MODE("MODE", "open", "Who may come in: open, community or restricted."),
  LISTEN("ADDR", "*", "The address of this machine to listen on, * for all."),
  SSB_PORT("PORT", "8008", "Where Scuttlebutt peers connect."),
  HTTP_PORT("PORT", "3000", "Where browsers and WebSocket peers connect."),
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

  private final String placeholder;
  private final String fallback;
  private final String purpose;

  Setting(String placeholder, String fallback, String purpose) {
    this.placeholder = placeholder;
    this.fallback = fallback;
    this.purpose = purpose;
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
