package alcove.tunnel.net;

import io.netty.channel.EventLoop;

/** The end of a socket that Vert.x holds bytes back of, for wires that have no socket. */
public final class SimulatedEnd {
  private final EndAfterData end;

  /** The end of a stream that {@code receiver} takes. */
  public SimulatedEnd(EventLoop eventLoop, Wire.Receiver receiver) {
    end = new EndAfterData(eventLoop, receiver);
  }

  /** The socket is closed. */
  public void closed() {
    end.closed();
  }

  /** Bytes are held back from now on. */
  public void paused() {
    end.paused();
  }

  /** A task is scheduled that hands over what is held. */
  public void resumed() {
    end.resumed();
  }
}
