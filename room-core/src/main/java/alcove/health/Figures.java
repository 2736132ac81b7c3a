package alcove.health;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The measurements of a room at one moment: sums alone, never who it was or who talked to whom.
 * Immutable.
 *
 * @param at the moment
 * @param started since when the counters count
 */
public record Figures(Instant at, Instant started, Gauges gauges, Counters counters) {
  /**
   * What there is now.
   *
   * @param tcpPeers connections whose handshake is done, over TCP
   * @param webSocketPeers the same by WebSocket
   * @param attendants peers that others see
   * @param tunnels open tunnels
   * @param handshakes handshakes under way
   * @param members who belongs to the room
   * @param heap bytes of the heap in use
   * @param direct bytes of network buffers outside of the heap
   * @param resident bytes of memory that the process has, where the system says so
   * @param database bytes that the database takes on its disk, where it has one
   */
  public record Gauges(
      int tcpPeers,
      int webSocketPeers,
      int attendants,
      int tunnels,
      int handshakes,
      int members,
      long heap,
      long direct,
      OptionalLong resident,
      OptionalLong database) {
    /** Connections of both kinds. */
    public int peers() {
      return tcpPeers + webSocketPeers;
    }
  }

  /**
   * What has happened. The reasons are from fixed lists, and all of them are always there.
   *
   * @param handshakes that were done
   * @param handshakesFailed by reason; those that never began are {@code turned_away}
   * @param tunnels that were opened
   * @param tunnelsRefused by reason
   * @param tunnelsEnded by reason
   * @param tunnelBytes that came through tunnels, both ways
   * @param claims invites that were claimed
   * @param closed connections that ended after their handshake, by reason
   */
  public record Counters(
      long handshakes,
      SortedMap<String, Long> handshakesFailed,
      long tunnels,
      SortedMap<String, Long> tunnelsRefused,
      SortedMap<String, Long> tunnelsEnded,
      long tunnelBytes,
      long claims,
      SortedMap<String, Long> closed) {
    /** Copies the maps. */
    public Counters {
      handshakesFailed = copy(handshakesFailed);
      tunnelsRefused = copy(tunnelsRefused);
      tunnelsEnded = copy(tunnelsEnded);
      closed = copy(closed);
    }

    private static SortedMap<String, Long> copy(SortedMap<String, Long> counts) {
      return Collections.unmodifiableSortedMap(new TreeMap<>(counts));
    }

    /** What has happened since it was {@code earlier}. */
    public Counters since(Counters earlier) {
      return new Counters(
          handshakes - earlier.handshakes,
          minus(handshakesFailed, earlier.handshakesFailed),
          tunnels - earlier.tunnels,
          minus(tunnelsRefused, earlier.tunnelsRefused),
          minus(tunnelsEnded, earlier.tunnelsEnded),
          tunnelBytes - earlier.tunnelBytes,
          claims - earlier.claims,
          minus(closed, earlier.closed));
    }

    private static SortedMap<String, Long> minus(
        SortedMap<String, Long> later, Map<String, Long> earlier) {
      SortedMap<String, Long> difference = new TreeMap<>();
      later.forEach(
          (reason, count) -> difference.put(reason, count - earlier.getOrDefault(reason, 0L)));
      return difference;
    }

    /** Handshakes that failed for whatever reason. */
    public long allHandshakesFailed() {
      return sum(handshakesFailed);
    }

    /** Tunnels that were refused for whatever reason. */
    public long allTunnelsRefused() {
      return sum(tunnelsRefused);
    }

    private static long sum(Map<String, Long> counts) {
      return counts.values().stream().mapToLong(Long::longValue).sum();
    }
  }
}
