package alcove.tunnel.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The progress of a socket: how much of what was written to a socket has been taken. */
final class SocketProgress {
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_INFO = 11;

  /** Where Linux' {@code struct tcp_info} has the bytes that the other system has acknowledged. */
  private static final int BYTES_ACKED = 120;

  private static final RawUnixChannelOption INFO =
      new RawUnixChannelOption("TCP_INFO", IPPROTO_TCP, TCP_INFO, BYTES_ACKED + Long.BYTES);

  private SocketProgress() {}

  /**
   * A number that changes with each byte that the other system acknowledges, where Linux tells, and
   * with each that ours takes of a buffer which it has not yet taken whole. A peer that does not
   * read acknowledges probes, but no bytes; one that is not there is sent bytes again and again,
   * but acknowledges none.
   */
  static long of(Channel channel) {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    long takenByUs = waiting == null ? 0 : waiting.currentProgress();
    return takenByUs + (channel instanceof EpollSocketChannel socket ? acknowledged(socket) : 0);
  }

  private static long acknowledged(EpollSocketChannel socket) {
    try {
      ByteBuffer info = socket.config().getOption(INFO);
      return info == null ? 0 : info.order(ByteOrder.nativeOrder()).getLong(BYTES_ACKED);
    } catch (ChannelException closed) {
      return 0;
    }
  }
}
