package alcove.tunnel.splice;

import alcove.tunnel.net.PeerConnection;

/**
 * Stops reading from the source of one direction while too much is held for its reader, for as long
 * as that takes. Confined to the source's event loop.
 */
final class SourcePause {
  private final PeerConnection source;
  private final Tunnels tunnels;
  private final ConnectionLoad load;
  private final Flow flow;
  private boolean pausing;

  SourcePause(PeerConnection source, Tunnels tunnels, ConnectionLoad load, Flow flow) {
    this.source = source;
    this.tunnels = tunnels;
    this.load = load;
    this.flow = flow;
  }

  boolean isPausing() {
    return pausing;
  }

  /** Pauses the source if more is held than may be. */
  void check() {
    long mark = tunnels.mark(load);
    if (!pausing && flow.held() > mark) {
      pausing = true;
      load.pause(source.loop().now());
      flow.pausedAt(mark);
      source.pauseReading();
      resume();
    }
  }

  /** Goes by the mark that applies now; others may have come or gone since it was paused. */
  void renew() {
    if (pausing) {
      flow.pausedAt(tunnels.mark(load));
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
      load.resume();
      flow.resumed();
      source.resumeReading();
    }
  }
}
