package alcove.tunnel.splice;

import alcove.tunnel.link.Link;

/**
 * Stops reading from a link while too much is held for the reader on this node. Nobody else waits
 * for it. Confined to the link's event loop.
 */
final class LinkPause {
  private final Link link;
  private final Tunnels tunnels;
  private final Flow flow;
  private boolean pausing;

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
      flow.pausedAt(mark);
      link.pause();
      resume();
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
