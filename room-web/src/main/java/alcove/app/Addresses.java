package alcove.app;

import alcove.address.PublicAddress;
import alcove.address.WebOrigin;
import alcove.identity.FeedId;
import alcove.identity.HostAndPort;
import java.util.Set;

/**
 * The addresses at which the room is found: what its operator said, and what follows from it and
 * the open ports.
 */
record Addresses(RoomConfig config, OpenPorts ports) {
  private static final String THIS_MACHINE = "localhost";
  private static final Set<String> LOOPBACK =
      Set.of(ValueParser.EVERYWHERE, THIS_MACHINE, "127.0.0.1", "0:0:0:0:0:0:0:1");

  static PublicAddress of(RoomConfig config, OpenPorts ports, FeedId room) {
    return new Addresses(config, ports).publicAddress(room);
  }

  private PublicAddress publicAddress(FeedId room) {
    return new PublicAddress(
        room,
        site(),
        config.get(Setting.DOMAIN),
        config.get(Setting.ADVERTISE).orElseGet(() -> new HostAndPort(host(), ports.ssb())),
        config.get(Setting.ADVERTISE_WS).orElseGet(this::webSocketPeers),
        config.get(Setting.INSECURE_HTTP));
  }

  /**
   * With TLS of its own it is at the port of that. Without a name for it, browsers on this machine
   * find it by the machine's own.
   */
  private WebOrigin site() {
    return config
        .get(Setting.PUBLIC_URL)
        .or(() -> ports.https().map(port -> new WebOrigin(true, new HostAndPort(host(), port))))
        .or(() -> config.get(Setting.DOMAIN).map(WebOrigin::https))
        .orElseGet(
            () ->
                WebOrigin.http(
                    config.get(Setting.INSECURE_HTTP) ? host(httpListen()) : nearHost(),
                    ports.http()));
  }

  private String nearHost() {
    return LOOPBACK.contains(httpListen()) ? THIS_MACHINE : httpListen();
  }

  private String httpListen() {
    return config.get(Setting.HTTP_LISTEN).orElseGet(() -> config.get(Setting.LISTEN));
  }

  /** WebSockets need no secrecy of the site's own, so the LAN may have them in any case. */
  private HostAndPort webSocketPeers() {
    boolean named =
        config.get(Setting.PUBLIC_URL).isPresent()
            || config.get(Setting.DOMAIN).isPresent()
            || ports.https().isPresent();
    return named ? site().at() : new HostAndPort(host(httpListen()), ports.http());
  }

  /**
   * The domain; otherwise the host of the public URL; otherwise the address that is listened on;
   * otherwise the machine's most public address.
   */
  private String host() {
    return host(config.get(Setting.LISTEN));
  }

  private String host(String listen) {
    return config
        .get(Setting.DOMAIN)
        .or(() -> config.get(Setting.PUBLIC_URL).map(url -> url.at().host()))
        .orElseGet(
            () ->
                listen.equals(ValueParser.EVERYWHERE)
                    ? OwnAddress.mostPublic().orElse(THIS_MACHINE)
                    : listen);
  }
}
