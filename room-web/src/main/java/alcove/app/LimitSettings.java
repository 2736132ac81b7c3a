package alcove.app;

import alcove.door.FileDemand;
import alcove.tunnel.TunnelServer;
import alcove.tunnel.net.ConnectionLimiter;
import alcove.tunnel.splice.Tunnels;
import java.util.List;

/** The settings that say how much of the machine peers take, and the limits that follow. */
final class LimitSettings {
  private static final ConnectionLimiter.Limits CONNECTIONS = ConnectionLimiter.Limits.DEFAULT;
  private static final Tunnels.Quota TUNNELS = Tunnels.Quota.DEFAULT;
  private static final int MOST = 1_000_000;
  private static final int MOST_EVENT_LOOPS = 256;

  /**
   * Half of the processors: where both peers of a tunnel are on one loop nobody has to be woken to
   * hand over, and the handshakes, the pages, the database and the JVM itself want to run as well.
   */
  static final Setting<Integer> EVENT_LOOPS =
      Setting.of(
          "event-loops",
          ValueParser.count(MOST_EVENT_LOOPS),
          Integer.toString(Math.max(1, Runtime.getRuntime().availableProcessors() / 2)),
          "Threads that carry all connections; half as many as there are processors, if not said.");

  static final Setting<Integer> MAX_CONNECTIONS =
      limit("max-connections", CONNECTIONS.connections(), "Connections the room takes.");
  static final Setting<Integer> MAX_CONNECTIONS_PER_ADDRESS =
      limit(
          "max-connections-per-address",
          CONNECTIONS.perAddress(),
          "Connections it takes from one IP address.");
  static final Setting<Integer> MAX_PENDING_HANDSHAKES =
      limit(
          "max-pending-handshakes",
          CONNECTIONS.pending(),
          "Peers that may be shaking hands at once.");
  static final Setting<Integer> MAX_TUNNELS_PER_PEER =
      limit("max-tunnels-per-peer", TUNNELS.outgoing(), "Tunnels a peer may have open, each way.");
  static final Setting<Integer> MAX_PENDING_TUNNELS =
      limit(
          "max-pending-tunnels", TUNNELS.pending(), "Tunnels that may wait for one peer's answer.");
  static final Setting<Integer> MAX_NEW_TUNNELS_PER_SECOND =
      limit(
          "max-new-tunnels-per-second",
          TUNNELS.perSecond(),
          "Tunnels a peer may go on to open each second.");
  static final Setting<Integer> MAX_TUNNEL_BURST =
      limit(
          "max-tunnel-burst",
          TUNNELS.burst(),
          "Tunnels a peer may open at once before that counts.");

  static final List<Setting<?>> ALL =
      List.of(
          EVENT_LOOPS,
          MAX_CONNECTIONS,
          MAX_CONNECTIONS_PER_ADDRESS,
          MAX_PENDING_HANDSHAKES,
          MAX_TUNNELS_PER_PEER,
          MAX_PENDING_TUNNELS,
          MAX_NEW_TUNNELS_PER_SECOND,
          MAX_TUNNEL_BURST);

  private LimitSettings() {}

  private static Setting<Integer> limit(String property, int usual, String purpose) {
    return Setting.of(property, ValueParser.count(MOST), Integer.toString(usual), purpose);
  }

  /** The sockets that the operator wants to have. */
  static FileDemand files(RoomConfig config) {
    return new FileDemand(
        config.get(MAX_CONNECTIONS), config.get(Setting.CLUSTER_LISTEN).isPresent());
  }

  /**
   * The limits that the operator chose.
   *
   * @param connections how many there may be at once, which may be fewer than were chosen
   */
  static TunnelServer.Limits chosen(RoomConfig config, int connections) {
    var others = TunnelServer.Limits.ofThisMachine();
    int tunnels = config.get(MAX_TUNNELS_PER_PEER);
    return new TunnelServer.Limits(
        new ConnectionLimiter.Limits(
            config.get(MAX_PENDING_HANDSHAKES),
            connections,
            config.get(MAX_CONNECTIONS_PER_ADDRESS),
            CONNECTIONS.perSecond(),
            CONNECTIONS.burst()),
        new Tunnels.Quota(
            tunnels,
            tunnels,
            config.get(MAX_PENDING_TUNNELS),
            config.get(MAX_NEW_TUNNELS_PER_SECOND),
            config.get(MAX_TUNNEL_BURST)),
        others.flow(),
        others.deadlines());
  }
}
