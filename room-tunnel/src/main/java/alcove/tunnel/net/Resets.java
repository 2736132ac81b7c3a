package alcove.tunnel.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;

/** Closing without mercy. */
final class Resets {
  private Resets() {}

  /**
   * Closes the channel under Vert.x's handler at once, with an RST; a closed one is fine. Closing
   * it through that handler would first wait until all bytes are out, which with a peer that does
   * not read is never.
   */
  static void reset(ChannelHandlerContext vertxHandler) {
    Channel channel = vertxHandler.channel();
    if (channel.isOpen()) {
      channel.config().setOption(ChannelOption.SO_LINGER, 0);
      var _ = vertxHandler.close();
    }
  }
}
