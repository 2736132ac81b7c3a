package alcove.tunnel.link;

import alcove.tunnel.net.PeerLoop;
import alcove.tunnel.net.TlsSockets;

/** The way out to other nodes. Thread-safe. */
public final class LinkDialer {
  private final TlsSockets sockets;
  private final LinkRegister register;
  private final int most;

  /**
   * A dialer.
   *
   * @param most links at once, whoever made them, beyond which no more are made
   */
  public LinkDialer(TlsSockets sockets, LinkRegister register, int most) {
    this.sockets = sockets;
    this.register = register;
    this.most = most;
  }

  /**
   * Asks {@code node} for a tunnel. Called on {@code loop}, on which the link lives, and on which
   * {@code receiver} hears later what becomes of it.
   */
  public Link open(LinkNode node, PeerLoop loop, LinkRequest request, LinkReceiver receiver) {
    AskingLink link = new AskingLink(loop, request, receiver, register::remove);
    link.begin();
    boolean tooMany = register.size() >= most;
    register.add(link);
    register.name(link, node.name());
    if (tooMany) {
      loop.eventLoop().execute(link::lose);
    } else {
      sockets
          .dial(node.host(), node.port(), loop.eventLoop())
          .onSuccess(link::connected)
          .onFailure(unreachable -> loop.eventLoop().execute(link::lose));
    }
    return link;
  }
}
