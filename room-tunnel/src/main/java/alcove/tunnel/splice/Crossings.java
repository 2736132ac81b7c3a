package alcove.tunnel.splice;

import alcove.identity.FeedId;
import alcove.tunnel.link.AskedLink;
import alcove.tunnel.link.LinkAcceptor;
import alcove.tunnel.link.LinkNode;
import alcove.tunnel.link.LinkRequest;
import alcove.tunnel.muxrpc.CallException;
import alcove.tunnel.muxrpc.Substream;
import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.muxrpc.SubstreamReceiver;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.splice.Tunnels.Refusal;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tunnels whose other end another node has. Thread-safe.
 *
 * <p>The caller's node judges, and reserves the caller's share; the target's node judges again, by
 * a registry that is no older, and reserves the target's. A tunnel counts on both.
 */
final class Crossings implements LinkAcceptor {
  private final Tunnels tunnels;
  private final OtherNodes nodes;

  Crossings(Tunnels tunnels, OtherNodes nodes) {
    this.tunnels = tunnels;
    this.nodes = nodes;
  }

  /**
   * Begins a tunnel of {@code caller}, for which its share is reserved, on its event loop.
   *
   * @param having nodes that have the target, at least one, in the order in which they are asked
   */
  SubstreamReceiver lead(
      PeerConnection caller,
      ConnectionLoad load,
      FeedId target,
      List<LinkNode> having,
      Substream callersSubstream) {
    Leading leading = new Leading(caller, load, target, having);
    Tunnel tunnel = new Tunnel(target, leading);
    PeerLeg callersLeg = new PeerLeg(tunnel, caller, tunnels, load, false, true);
    LinkLeg targetsLeg =
        new LinkLeg(tunnel, target, tunnels, caller.loop(), leading, caller::afterRead);
    callersLeg.join(targetsLeg);
    targetsLeg.join(callersLeg);
    tunnels.counts().began();
    TurnedReceiver receiver = new TurnedReceiver(callersLeg.receiver());
    leading.callersSide(callersLeg, callersSubstream, receiver);
    callersLeg.begin(callersSubstream);
    return receiver;
  }

  /** The side of the caller of a tunnel whose way is looked for. */
  private record CallersSide(PeerLeg leg, Substream substream, TurnedReceiver receiver) {}

  /**
   * The way of one tunnel to its target, over one node after the other, and back to this one if
   * none leads on and the target is here as well. On the caller's loop.
   */
  private final class Leading implements LinkLeg.Calling, Tunnel.OnEnd {
    private final PeerConnection caller;
    private final ConnectionLoad load;
    private final FeedId target;
    private final Iterator<LinkNode> untried;
    private @Nullable CallersSide callersSide;
    private boolean accepted;
    private boolean isTurnedBack;

    Leading(PeerConnection caller, ConnectionLoad load, FeedId target, List<LinkNode> having) {
      this.caller = caller;
      this.load = load;
      this.target = target;
      this.untried = having.iterator();
    }

    void callersSide(PeerLeg leg, Substream substream, TurnedReceiver receiver) {
      callersSide = new CallersSide(leg, substream, receiver);
    }

    @Override
    public void begin(LinkLeg leg) {
      LinkRequest request =
          new LinkRequest(caller.peer(), target, nodes.generation(), nodes.self());
      leg.use(nodes.open(untried.next(), caller.loop(), request, leg));
    }

    @Override
    public void accepted() {
      accepted = true;
      tunnels.counts().opened();
    }

    @Override
    public boolean refused(LinkLeg leg, String why) {
      if (untried.hasNext()) {
        begin(leg);
        return true;
      }
      PeerConnection callee = tunnels.here(caller.peer(), target);
      if (callee == null || callersSide == null) {
        tunnels.counts().refused(Refusal.of(why));
        return false;
      }
      turnBack(leg, callersSide, callee);
      return true;
    }

    /** The caller sends nothing meanwhile. */
    private void turnBack(LinkLeg leg, CallersSide side, PeerConnection callee) {
      caller.pauseReading();
      boolean isEnding = leg.isEnding();
      List<LinkOut.Piece> early = leg.giveBack();
      isTurnedBack = true;
      side.leg.letGo();
      leg.letGo();
      try {
        SubstreamReceiver here = tunnels.connect(caller, load, callee, side.substream);
        side.receiver.turnTo(here);
        early.forEach(each -> each.moveTo(here));
        if (isEnding) {
          here.ended(new SubstreamEnd.Clean());
        }
      } catch (CallException refused) {
        early.forEach(each -> each.bytes().release());
        side.substream.fail(Tunnel.couldNotConnect(target));
      }
      caller.resumeReading();
    }

    @Override
    public void ended(Tunnel tunnel, EndReason reason) {
      tunnels.counts().over();
      if (!isTurnedBack) {
        load.releaseOutgoing();
      }
      if (accepted) {
        tunnels.counts().ended(reason);
      }
    }
  }

  @Override
  public void asked(AskedLink link, LinkRequest request) {
    nodes
        .caughtUp(request.generation())
        .onSuccess(done -> link.loop().run(() -> judge(link, request)))
        .onFailure(behind -> link.loop().run(() -> link.refuse(Refusal.NOT_ATTENDING.name())));
  }

  private void judge(AskedLink link, LinkRequest request) {
    FeedId target = request.target();
    PeerConnection callee = tunnels.find(request.origin(), target);
    ConnectionLoad load = callee == null ? null : tunnels.loadOf(callee);
    if (callee == null || load == null) {
      refuse(link, Refusal.NOT_ATTENDING);
      return;
    }
    if (!load.reserveIncoming(tunnels.quota().incoming())) {
      refuse(link, Refusal.TARGET_BUSY);
      return;
    }
    Tunnel tunnel = new Tunnel(target, new Taking(load));
    LinkLeg callersLeg =
        new LinkLeg(tunnel, request.origin(), tunnels, link.loop(), null, callee::afterRead);
    PeerLeg targetsLeg = new PeerLeg(tunnel, callee, tunnels, load, true, true);
    callersLeg.join(targetsLeg.asSeenFrom(link.loop(), link::afterRead));
    targetsLeg.join(callersLeg.asSeenFrom(callee.loop(), callee::afterRead));
    if (!load.pending().take(request.origin(), tunnel, callersLeg::giveUpPlace)) {
      load.releaseIncoming();
      refuse(link, Refusal.TARGET_PENDING);
      return;
    }
    tunnels.counts().began();
    tunnels.counts().opened();
    if (link.accept(callersLeg)) {
      callersLeg.begin(link);
    } else {
      callersLeg.breakBoth(EndReason.PEER_GONE);
    }
  }

  private void refuse(AskedLink link, Refusal reason) {
    tunnels.counts().refused(reason);
    link.refuse(reason.name());
  }

  /** What a tunnel that another node leads here takes of its target's share. */
  private final class Taking implements Tunnel.OnEnd {
    private final ConnectionLoad load;

    Taking(ConnectionLoad load) {
      this.load = load;
    }

    @Override
    public void ended(Tunnel tunnel, EndReason reason) {
      tunnels.counts().over();
      load.releaseIncoming();
      load.pending().leave(tunnel);
      tunnels.counts().ended(reason);
    }
  }
}
