package alcove.tunnel.splice;

import alcove.tunnel.link.Link;
import alcove.tunnel.link.LinkNode;
import alcove.tunnel.link.LinkReceiver;
import alcove.tunnel.link.LinkRequest;
import alcove.tunnel.net.PeerLoop;
import io.vertx.core.Future;

/** The other nodes of the room, as far as tunnels need them. Thread-safe. */
public interface OtherNodes {
  /** The name of this node, as the others know it. */
  String self();

  /** The generation of the registry by which this node judges. */
  long generation();

  /**
   * Completes, on any thread, when this node judges by {@code generation} or a later one; fails
   * when that cannot be had.
   */
  Future<Void> caughtUp(long generation);

  /**
   * Asks {@code node} for a tunnel; called on {@code loop}, where {@code receiver} hears later what
   * becomes of it.
   */
  Link open(LinkNode node, PeerLoop loop, LinkRequest request, LinkReceiver receiver);
}
