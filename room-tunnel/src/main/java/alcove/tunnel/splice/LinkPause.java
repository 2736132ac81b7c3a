package alcove.tunnel.splice;

import alcove.tunnel.link.Link;
import java.util.concurrent.TimeUnit;

/**
 * Stops reading from a link while too much is held for the reader on this node, and says meanwhile,
 * once a minute, whether the reader takes something. Nobody else waits for it. Confined to the
 * link's event loop.
 */
final class LinkPause {
  /** A fraction of the patience of whoever has ended the link. */
  private static final long BETWEEN_WORDS = TimeUnit.MINUTES.toNanos(1);

  private final Link link;
  private final Tunnels tunnels;
  private final Flow flow;
  private boolean pausing;
  private long told;
  private long heldWhenTold;

  LinkPause(Link link, Tunnels tunnels, Flow flow) {
    this.link = link;
    this.tunnels = tunnels;
    this.flow = flow;
  }

  /** Pauses the link if more is held than may be. */
  void check() {
    long mark = tunnels.markOfOne();
    if (!pausing && flow.held() > mark) {
      pausing = true;
      told = link.loop().now();
      heldWhenTold = flow.held();
      flow.pausedAt(mark);
      link.pause();
      resume();
    }
  }

  /** Looks at what has been taken, once a second. */
  void look(long now) {
    resume();
    if (pausing && now - told >= BETWEEN_WORDS) {
      if (flow.held() < heldWhenTold) {
        link.sayTaken();
      }
      told = now;
      heldWhenTold = flow.held();
    }
  }

  /** Reads again if enough has been taken. */
  void resume() {
    if (pausing && flow.mayResume()) {
      end();
    }
  }

  /** Reads again, whatever is held. */
  void end() {
    if (pausing) {
      pausing = false;
      flow.resumed();
      link.resume();
    }
  }
}
