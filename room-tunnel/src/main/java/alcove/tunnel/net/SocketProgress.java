package alcove.tunnel.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import java.time.Duration;

/** What Linux knows of a TCP connection's progress. */
final class SocketProgress {
  private SocketProgress() {}

  /**
   * Whether bytes have lately gone out and acknowledgements come in. A peer that does not read
   * acknowledges probes but takes no bytes; one that is not there is sent bytes but acknowledges
   * none. False where the system does not say.
   */
  static boolean isDraining(Channel channel, Duration within) {
    if (!(channel instanceof EpollSocketChannel socket) || !socket.isOpen()) {
      return false;
    }
    try {
      var info = socket.tcpInfo();
      return Math.max(info.lastDataSent(), info.lastAckRecv()) < within.toMillis();
    } catch (ChannelException closed) {
      return false;
    }
  }
}
