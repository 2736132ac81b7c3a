package alcove.tunnel;

import alcove.tunnel.net.CloseReason;
import alcove.tunnel.net.PeerConnection;
import alcove.tunnel.net.Peers;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;

/**
 * The goodbye to all peers of a server, to one part of them after the other, so that they do not
 * come to the next one all at once. Not thread-safe.
 */
public final class Farewell {
  private final Deque<PeerConnection> left;
  private final int part;

  private Farewell(Deque<PeerConnection> left, int part) {
    this.left = left;
    this.part = part;
  }

  /** To those who are connected now, in that many parts at most, in no order. */
  static Farewell to(Peers peers, int parts) {
    List<PeerConnection> all = new ArrayList<>();
    peers.byLoop().values().forEach(all::addAll);
    Collections.shuffle(all);
    return new Farewell(new ArrayDeque<>(all), Math.ceilDiv(all.size(), parts));
  }

  /**
   * Says goodbye to the next part, each on its own event loop; returns at once.
   *
   * @return whether there are more
   */
  public boolean next() {
    for (int i = 0; i < part && !left.isEmpty(); i++) {
      PeerConnection each = left.pop();
      each.loop().eventLoop().execute(() -> each.close(CloseReason.STOPPED));
    }
    return !left.isEmpty();
  }
}
