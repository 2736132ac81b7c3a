package alcove.app;

import alcove.crypto.CryptoChoice;
import alcove.identity.AppKey;
import alcove.identity.FeedId;
import alcove.identity.HostAndPort;
import alcove.room.PrivacyMode;
import alcove.room.RoomSettings;
import alcove.room.TrustedProxies;
import alcove.room.WebOrigin;
import alcove.store.DatabaseUrl;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.event.Level;

/**
 * Everything an operator chose, checked and complete. Immutable.
 *
 * @param name what a new room calls itself, if its operator says so
 * @param privacyMode whom a new room is for, if its operator says so
 * @param admin who becomes the admin of a room that has none
 * @param database where the room's database is
 * @param metrics where Prometheus may read figures, if anywhere
 */
record RoomConfig(
    Path data,
    Optional<String> name,
    Optional<PrivacyMode> privacyMode,
    Optional<FeedId> admin,
    Network network,
    Reach reach,
    DatabaseUrl database,
    AppKey appKey,
    CryptoChoice crypto,
    Limits limits,
    Optional<Metrics> metrics,
    Level logLevel) {
  private static final String USUAL_NAME = "Alcove";

  /** What a new room begins with. */
  RoomSettings ofANewRoom() {
    return RoomSettings.ofANewRoom(
        privacyMode.orElse(PrivacyMode.COMMUNITY), name.or(reach::domain).orElse(USUAL_NAME));
  }

  /**
   * What the room listens on, and who stands in front of it.
   *
   * @param listen an address of this machine, or {@link #EVERYWHERE}
   * @param ssbPort for peers; 0 lets the system choose
   * @param httpPort for browsers and WebSocket peers; 0 lets the system choose
   * @param trusted the proxies that are believed
   * @param proxyProtocol whether peers come to the SSB port through one of them, which says so in
   *     PROXY protocol v2
   * @param tls how it speaks HTTPS itself, if it does
   */
  record Network(
      String listen,
      int ssbPort,
      int httpPort,
      TrustedProxies trusted,
      boolean proxyProtocol,
      Optional<Tls> tls) {
    static final String EVERYWHERE = "*";
  }

  /**
   * HTTPS without anybody in front.
   *
   * @param certificate the file of the chain, the room's own certificate first
   * @param key the file of the key
   * @param port 0 lets the system choose
   */
  record Tls(Path certificate, Path key, int port) {}

  /**
   * What Prometheus reads from.
   *
   * @param listen an address of this machine, or {@link Network#EVERYWHERE}
   * @param port 0 lets the system choose
   */
  record Metrics(String listen, int port) {}

  /**
   * Where the room can be reached, as far as its operator says. The rest follows from it, see
   * {@link Addresses}.
   *
   * @param advertise where peers find it by TCP
   * @param advertiseWs where peers find it by WebSocket
   * @param insecureHttp whether links that carry secrets may go over plain HTTP
   */
  record Reach(
      Optional<String> domain,
      Optional<WebOrigin> publicUrl,
      Optional<HostAndPort> advertise,
      Optional<HostAndPort> advertiseWs,
      boolean insecureHttp) {}

  /**
   * How much of the room one peer may take.
   *
   * @param connections all peers together
   * @param connectionsPerAddress from one IP address
   * @param pendingHandshakes connections that have not finished their handshake, all peers together
   * @param tunnelsPerPeer open tunnels, counted apart for each direction
   * @param pendingTunnelsPerTarget tunnels whose target has not answered
   * @param newTunnelsPerSecond the rate a caller may keep up
   * @param tunnelBurst how many it may open at once before that rate holds
   */
  record Limits(
      int connections,
      int connectionsPerAddress,
      int pendingHandshakes,
      int tunnelsPerPeer,
      int pendingTunnelsPerTarget,
      int newTunnelsPerSecond,
      int tunnelBurst) {}
}
