package alcove.tunnel.link;

import alcove.tunnel.net.PeerLoops;
import alcove.tunnel.net.TlsSockets;
import alcove.tunnel.net.Wire;
import io.vertx.core.Future;

/** The way in for other nodes. Thread-safe. */
public final class LinkListener {
  private final TlsSockets sockets;
  private final PeerLoops loops;
  private final LinkRegister register;
  private final LinkAcceptor acceptor;

  /** A listener; whoever asks for a tunnel is handed to {@code acceptor}. */
  public LinkListener(
      TlsSockets sockets, PeerLoops loops, LinkRegister register, LinkAcceptor acceptor) {
    this.sockets = sockets;
    this.loops = loops;
    this.register = register;
    this.acceptor =
        (link, request) -> {
          if (register.asked(link, request.node(), request.target())) {
            acceptor.asked(link, request);
          } else {
            link.refuse(LinkLimits.BUSY);
          }
        };
  }

  /**
   * Listens, once on each of {@code eventLoops}.
   *
   * @param port 0 for any free one
   * @return the port; fails when the address cannot be had
   */
  public Future<Integer> listen(String host, int port, int eventLoops) {
    return sockets.listen(host, port, eventLoops, this::take);
  }

  private void take(Wire wire) {
    AskedLink link = new AskedLink(loops.of(wire.eventLoop()), acceptor, register::remove);
    register.addAccepted(link);
    link.begin();
    link.start(wire);
  }
}
