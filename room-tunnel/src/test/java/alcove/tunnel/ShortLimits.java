package alcove.tunnel;

import alcove.tunnel.net.Deadlines;
import alcove.tunnel.net.PeerServer;
import alcove.tunnel.splice.TunnelLimits;
import java.time.Duration;

/** Limits of a room that runs out of patience while a test can wait for it. */
final class ShortLimits {
  /** Whatever a peer has to do, it has a second for it. */
  static final Deadlines DEADLINES =
      new Deadlines(
          seconds(1), seconds(1), seconds(1), seconds(1), seconds(1), seconds(1), seconds(1));

  private ShortLimits() {}

  /** The usual deadlines, but for peers that take nothing. */
  static Deadlines withWriteStall(Duration writeStall) {
    Deadlines all = Deadlines.DEFAULT;
    return new Deadlines(
        all.handshakePhase(),
        all.handshakeWait(),
        writeStall,
        all.silence(),
        all.signOfLife(),
        all.wireProbe(),
        all.goodbye());
  }

  static TunnelServer.Limits with(Deadlines deadlines) {
    return new TunnelServer.Limits(
        PeerServer.Limits.DEFAULT, TunnelLimits.ofThisMachine(), deadlines);
  }

  static TunnelServer.Limits with(TunnelLimits tunnels) {
    return new TunnelServer.Limits(PeerServer.Limits.DEFAULT, tunnels, Deadlines.DEFAULT);
  }

  static TunnelServer.Limits withPending(int handshakes) {
    return new TunnelServer.Limits(
        new PeerServer.Limits(handshakes, 10_000, 32, 4, 64),
        TunnelLimits.ofThisMachine(),
        Deadlines.DEFAULT);
  }

  /** Tunnels of which {@code outgoing} and so on may exist, and a second for their first bytes. */
  static TunnelServer.Limits withTunnels(int outgoing, int incoming, int pending, int burst) {
    TunnelLimits all = TunnelLimits.ofThisMachine();
    return with(
        new TunnelLimits(
            outgoing,
            incoming,
            pending,
            all.perSecond(),
            burst,
            all.mark(),
            all.sharedMark(),
            all.scarceMark(),
            all.budget(),
            seconds(1),
            all.stall(),
            all.slowWindow(),
            all.slowRate()));
  }

  /**
   * A second for readers that take nothing while others wait, and {@code budget} bytes for all of
   * them together.
   */
  static TunnelServer.Limits withFlow(long budget) {
    TunnelLimits all = TunnelLimits.ofThisMachine();
    return with(
        new TunnelLimits(
            all.outgoing(),
            all.incoming(),
            all.pending(),
            all.perSecond(),
            all.burst(),
            all.mark(),
            all.sharedMark(),
            all.scarceMark(),
            budget,
            all.answer(),
            seconds(1),
            all.slowWindow(),
            all.slowRate()));
  }

  static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
