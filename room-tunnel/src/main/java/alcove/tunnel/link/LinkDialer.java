package alcove.tunnel.link;

import alcove.tunnel.net.PeerLoop;
import alcove.tunnel.net.TlsSockets;

/** The way out to other nodes. Thread-safe. */
public final class LinkDialer {
  private final TlsSockets sockets;
  private final LinkRegister register;

  /** A dialer, whose links go into {@code register} as far as there is room. */
  public LinkDialer(TlsSockets sockets, LinkRegister register) {
    this.sockets = sockets;
    this.register = register;
  }

  /**
   * Asks {@code node} for a tunnel. Called on {@code loop}, on which the link lives, and on which
   * {@code receiver} hears later what becomes of it.
   */
  public Link open(LinkNode node, PeerLoop loop, LinkRequest request, LinkReceiver receiver) {
    AskingLink link = new AskingLink(loop, request, receiver, register::remove);
    link.begin();
    if (register.addMade(link, node.name(), request.origin())) {
      sockets
          .dial(node.host(), node.port(), loop.eventLoop())
          .onSuccess(link::connected)
          .onFailure(unreachable -> loop.eventLoop().execute(link::lose));
    } else {
      loop.eventLoop().execute(() -> link.turnAway(LinkLimits.BUSY));
    }
    return link;
  }
}
