package alcove.tunnel.net;

import io.netty.channel.Channel;
import io.netty.channel.MaxMessagesRecvByteBufAllocator;

/**
 * The turn of one reader: how much one connection may have the event loop do before others of that
 * loop get their turn.
 */
final class ReadTurns {
  private ReadTurns() {}

  /** One read at a time, of 64 KiB at most; Netty would read on up to 1 MiB. */
  static void limit(Channel channel) {
    if (channel.config().getRecvByteBufAllocator()
        instanceof MaxMessagesRecvByteBufAllocator reads) {
      reads.maxMessagesPerRead(1);
    }
  }
}
