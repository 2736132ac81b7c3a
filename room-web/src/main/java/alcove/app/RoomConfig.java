package alcove.app;

import alcove.crypto.CryptoChoice;
import alcove.identity.AppKey;
import alcove.room.PrivacyMode;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.event.Level;

/** Everything an operator chose, checked and complete. Immutable. */
record RoomConfig(
    Path data,
    String name,
    PrivacyMode privacyMode,
    Network network,
    AppKey appKey,
    CryptoChoice crypto,
    Limits limits,
    Level logLevel) {

  /**
   * Where the room can be reached.
   *
   * @param listen an address of this machine, or {@link #EVERYWHERE}
   * @param ssbPort for peers; 0 lets the system choose
   * @param httpPort for browsers and WebSocket peers; 0 lets the system choose
   */
  record Network(String listen, int ssbPort, int httpPort, Optional<String> domain) {
    static final String EVERYWHERE = "*";
  }

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
