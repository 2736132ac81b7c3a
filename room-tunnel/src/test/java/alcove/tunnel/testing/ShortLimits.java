package alcove.tunnel.testing;

import alcove.tunnel.TunnelServer;
import alcove.tunnel.net.ConnectionLimiter;
import alcove.tunnel.net.Deadlines;
import alcove.tunnel.splice.FlowLimits;
import alcove.tunnel.splice.Tunnels;
import java.time.Duration;

/** Limits of a room that runs out of patience while a test can wait for it. */
public final class ShortLimits {
  /** Whatever a peer has to do, it has a second for it. */
  public static final Deadlines DEADLINES =
      new Deadlines(
          seconds(1), seconds(1), seconds(1), seconds(1), seconds(1), seconds(1), seconds(1));

  private ShortLimits() {}

  /** The usual deadlines, but for peers that take nothing. */
  public static Deadlines withWriteStall(Duration writeStall) {
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

  public static TunnelServer.Limits with(Deadlines deadlines) {
    return new TunnelServer.Limits(
        ConnectionLimiter.Limits.DEFAULT,
        Tunnels.Quota.DEFAULT,
        FlowLimits.ofThisMachine(),
        deadlines);
  }

  public static TunnelServer.Limits with(ConnectionLimiter.Limits connections) {
    return new TunnelServer.Limits(
        connections, Tunnels.Quota.DEFAULT, FlowLimits.ofThisMachine(), Deadlines.DEFAULT);
  }

  public static TunnelServer.Limits with(Tunnels.Quota tunnels, FlowLimits flow) {
    return new TunnelServer.Limits(
        ConnectionLimiter.Limits.DEFAULT, tunnels, flow, Deadlines.DEFAULT);
  }

  public static TunnelServer.Limits withPending(int handshakes) {
    return with(new ConnectionLimiter.Limits(handshakes, 10_000, 32, 4, 64));
  }

  /** Tunnels of which {@code outgoing} and so on may exist, and a second for their first bytes. */
  public static TunnelServer.Limits withTunnels(
      int outgoing, int incoming, int pending, int burst) {
    int perSecond = Tunnels.Quota.DEFAULT.perSecond();
    FlowLimits all = FlowLimits.ofThisMachine();
    return with(
        new Tunnels.Quota(outgoing, incoming, pending, perSecond, burst),
        new FlowLimits(
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
  public static TunnelServer.Limits withFlow(long budget) {
    FlowLimits all = FlowLimits.ofThisMachine();
    return with(
        Tunnels.Quota.DEFAULT,
        new FlowLimits(
            all.mark(),
            all.sharedMark(),
            all.scarceMark(),
            budget,
            all.answer(),
            seconds(1),
            all.slowWindow(),
            all.slowRate()));
  }

  public static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
