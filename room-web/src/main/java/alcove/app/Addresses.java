package alcove.app;

import alcove.identity.FeedId;
import alcove.identity.HostAndPort;
import alcove.room.PublicAddress;
import alcove.room.WebOrigin;
import java.util.Set;

/** Where the room is found: what its operator said, and what follows from it and the open ports. */
final class Addresses {
  private static final String THIS_MACHINE = "localhost";
  private static final Set<String> LOOPBACK =
      Set.of(RoomConfig.Network.EVERYWHERE, THIS_MACHINE, "127.0.0.1", "0:0:0:0:0:0:0:1");

  private final RoomConfig.Network network;
  private final RoomConfig.Reach reach;
  private final OpenPorts ports;

  private Addresses(RoomConfig config, OpenPorts ports) {
    this.network = config.network();
    this.reach = config.reach();
    this.ports = ports;
  }

  static PublicAddress of(RoomConfig config, OpenPorts ports, FeedId room) {
    return new Addresses(config, ports).publicAddress(room);
  }

  private PublicAddress publicAddress(FeedId room) {
    return new PublicAddress(
        room,
        site(),
        reach.domain(),
        reach.advertise().orElseGet(() -> new HostAndPort(host(), ports.ssb())),
        reach.advertiseWs().orElseGet(this::webSocketPeers),
        reach.insecureHttp());
  }

  /**
   * With TLS of its own it is at the port of that. Without a name for it, browsers on this machine
   * find it by the machine's own.
   */
  private WebOrigin site() {
    return reach
        .publicUrl()
        .or(() -> ports.https().map(port -> new WebOrigin(true, new HostAndPort(host(), port))))
        .or(() -> reach.domain().map(WebOrigin::https))
        .orElseGet(() -> WebOrigin.http(reach.insecureHttp() ? host() : nearHost(), ports.http()));
  }

  private String nearHost() {
    return LOOPBACK.contains(network.listen()) ? THIS_MACHINE : network.listen();
  }

  /** WebSockets need no secrecy of the site's own, so the LAN may have them in any case. */
  private HostAndPort webSocketPeers() {
    boolean named =
        reach.publicUrl().isPresent() || reach.domain().isPresent() || ports.https().isPresent();
    return named ? site().at() : new HostAndPort(host(), ports.http());
  }

  /**
   * The domain; otherwise the host of the public URL; otherwise the address that is listened on;
   * otherwise the machine's most public address.
   */
  private String host() {
    return reach
        .domain()
        .or(() -> reach.publicUrl().map(url -> url.at().host()))
        .orElseGet(
            () ->
                network.listen().equals(RoomConfig.Network.EVERYWHERE)
                    ? OwnAddress.mostPublic().orElse(THIS_MACHINE)
                    : network.listen());
  }
}
