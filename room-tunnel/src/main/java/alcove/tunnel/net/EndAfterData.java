package alcove.tunnel.net;

import io.netty.channel.EventLoop;

/**
 * Puts the end of a stream behind its bytes. Of a socket that is paused, Netty still reads all that
 * its system holds when the peer hangs up, and Vert.x tells that it is closed before it hands those
 * bytes over. So memory is bounded by the system's receive buffer. Confined to the event loop.
 */
final class EndAfterData {
  private final EventLoop eventLoop;
  private final Wire.Receiver receiver;
  private boolean paused;
  private boolean closed;
  private boolean told;
  private int scheduled;

  EndAfterData(EventLoop eventLoop, Wire.Receiver receiver) {
    this.eventLoop = eventLoop;
    this.receiver = receiver;
  }

  /** The socket is closed. */
  void closed() {
    closed = true;
    receiver.hungUp();
    tellLater();
  }

  /** Vert.x holds bytes back from now on. */
  void paused() {
    paused = true;
  }

  /** Vert.x has just scheduled a task that hands over what it holds. */
  void resumed() {
    paused = false;
    tellLater();
  }

  private void tellLater() {
    if (closed && !told) {
      scheduled++;
      eventLoop.execute(this::tell);
    }
  }

  /** Only the last of several comes behind all tasks that hand bytes over. */
  private void tell() {
    scheduled--;
    if (scheduled == 0 && !paused && !told) {
      told = true;
      receiver.closed();
    }
  }
}
