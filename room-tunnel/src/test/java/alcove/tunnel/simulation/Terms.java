package alcove.tunnel.simulation;

import alcove.crypto.Crypto;
import alcove.room.policy.PrivacyMode;
import alcove.tunnel.TunnelServer;
import alcove.tunnel.net.ConnectionLimiter;
import alcove.tunnel.net.Deadlines;
import alcove.tunnel.splice.FlowLimits;
import alcove.tunnel.splice.Tunnels;
import alcove.tunnel.testing.Cryptos;
import java.time.Duration;
import java.util.List;

/**
 * What holds for one schedule from its beginning on.
 *
 * @param loops event loops that wires live on
 * @param people identities that take part
 * @param members so many of them are members from the beginning on
 * @param largestRead bytes that the room reads from a wire at once, at most
 * @param capacity bytes that the system of a peer takes before the peer reads, at most
 * @param haste steps after each deed, at most
 * @param interruptions at one in so many places somebody else goes on in between; 0: at none
 */
record Terms(
    int loops,
    int people,
    int members,
    int largestRead,
    int capacity,
    int haste,
    int interruptions,
    PrivacyMode mode,
    TunnelServer.Limits limits,
    Crypto crypto) {
  /** One schedule in so many pays for the real cryptography. */
  private static final int REAL = 50;

  private static final Crypto CHEAP = new CheapCrypto();

  static Terms of(Chance chance) {
    int people = chance.between(2, 6);
    return new Terms(
        chance.between(1, 3),
        people,
        chance.between(people / 2, people),
        chance.of(List.of(1 << 10, 8 << 10, 64 << 10)),
        chance.of(List.of(2 << 10, 16 << 10, 64 << 10, 256 << 10)),
        chance.of(List.of(3, 20, 80, 300)),
        chance.of(List.of(2, 8, 40, 0)),
        chance.of(
            List.of(
                PrivacyMode.OPEN, PrivacyMode.OPEN, PrivacyMode.COMMUNITY, PrivacyMode.RESTRICTED)),
        limits(chance),
        chance.oneIn(REAL) ? Cryptos.java() : CHEAP);
  }

  private static TunnelServer.Limits limits(Chance chance) {
    return new TunnelServer.Limits(
        new ConnectionLimiter.Limits(
            chance.of(List.of(3, 100)),
            chance.of(List.of(8, 100)),
            chance.of(List.of(3, 100)),
            4,
            64),
        new Tunnels.Quota(
            chance.between(2, 6),
            chance.between(2, 6),
            chance.between(1, 4),
            5,
            chance.of(List.of(6, 64))),
        flow(chance),
        Deadlines.DEFAULT);
  }

  private static FlowLimits flow(Chance chance) {
    int mark = chance.of(List.of(4 << 10, 32 << 10, 256 << 10));
    return new FlowLimits(
        mark,
        mark * chance.of(List.of(1, 4, 16)),
        mark / chance.of(List.of(1, 4)),
        chance.of(List.of(16L << 10, 1L << 20, 1L << 30)),
        Duration.ofSeconds(30),
        Duration.ofSeconds(13),
        Duration.ofSeconds(30),
        8 << 10);
  }

  @Override
  public String toString() {
    return "%s loops, %s people of whom %s are members, reads of %s, systems that take %s, %s, %s, %s"
        .formatted(
            loops, people, members, largestRead, capacity, mode, limits, crypto.description());
  }
}
