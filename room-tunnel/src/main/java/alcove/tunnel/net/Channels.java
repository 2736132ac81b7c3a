package alcove.tunnel.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The things that Vert.x does not do with the channel of a socket, or does too late. */
final class Channels {
  private static final int IPPROTO_TCP = 6;
  private static final int TCP_INFO = 11;

  /** Where Linux' {@code struct tcp_info} has the bytes that the other system has acknowledged. */
  private static final int BYTES_ACKED = 120;

  private static final int RECEIVE_BUFFER = 256 << 10;

  /** Bytes a microsecond, 10 MB/s, that a peer far away shall be able to send. */
  private static final int FAST_ENOUGH = 10;

  private static final RawUnixChannelOption INFO =
      new RawUnixChannelOption("TCP_INFO", IPPROTO_TCP, TCP_INFO, BYTES_ACKED + Long.BYTES);

  private Channels() {}

  /**
   * How much of what was written has been taken: a number that changes with each byte that the
   * other system acknowledges, where Linux tells, and with each that ours takes of a buffer which
   * it has not yet taken whole. A peer that does not read acknowledges probes, but no bytes; one
   * that is not there is sent bytes again and again, but acknowledges none.
   */
  static long progress(Channel channel) {
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

  /**
   * Has the kernel keep no more of a connection's input than lets it come fast. Left to itself it
   * takes in megabytes of a bulk transfer, and whatever the same peer says next waits behind them.
   * But on a long path as much as it keeps is on its way at any time, so there its own rule holds,
   * which goes by how fast we read, up to {@code net.ipv4.tcp_rmem}.
   */
  static void limitInput(Channel channel) {
    if (isNear(roundTripMicros(channel))) {
      channel.config().setOption(ChannelOption.SO_RCVBUF, RECEIVE_BUFFER);
    }
  }

  /** Whether the limit lets through enough on a path with that round trip in microseconds. */
  static boolean isNear(long roundTripMicros) {
    return roundTripMicros * FAST_ENOUGH <= RECEIVE_BUFFER;
  }

  /** The round trip as it was when the connection was made; 0 where the system does not tell. */
  private static long roundTripMicros(Channel channel) {
    try {
      return channel instanceof EpollSocketChannel socket ? socket.tcpInfo().rtt() : 0;
    } catch (ChannelException closed) {
      return 0;
    }
  }

  /**
   * Has the connections of an event loop read in turns: one read at a time, of 64 KiB at most;
   * Netty would read on up to 1 MiB.
   */
  static void readInTurns(Channel channel) {
    if (channel.config().getRecvByteBufAllocator()
        instanceof MaxMessagesRecvByteBufAllocator reads) {
      reads.maxMessagesPerRead(1);
    }
  }

  /**
   * Closes the channel under Vert.x's handler at once, with an RST; a closed one is fine. Closing
   * it through that handler would first wait until all bytes are out, which with a peer that does
   * not read is never; and TLS would wait some seconds for its last word to be taken.
   */
  static void reset(ChannelHandlerContext vertxHandler) {
    Channel channel = vertxHandler.channel();
    if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      ChannelHandlerContext first = channel.pipeline().firstContext();
      var _ = (first == null ? vertxHandler : first).close();
    }
  }
}
