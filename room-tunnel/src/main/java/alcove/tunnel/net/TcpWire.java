package alcove.tunnel.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.ReferenceCountUtil;
import io.vertx.core.internal.net.NetSocketInternal;
import io.vertx.core.net.NetSocket;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A TCP connection. Takes pooled buffers from Netty and gives pooled buffers back. */
final class TcpWire implements Wire {
  private static final long NOT_SENT_LOW_WATER_MARK = 128 << 10;
  private static final int KEEP_ALIVE_IDLE_SECONDS = 20;
  private static final int KEEP_ALIVE_INTERVAL_SECONDS = 5;
  private static final int KEEP_ALIVE_PROBES = 3;

  private final NetSocketInternal socket;
  private final Channel channel;
  private @Nullable EndAfterData end;

  TcpWire(NetSocket socket) {
    this.socket = (NetSocketInternal) socket;
    this.channel = this.socket.channelHandlerContext().channel();
    Channels.limitInput(channel);
    Channels.readInTurns(channel);
    if (channel instanceof EpollSocketChannel) {
      // Keeps the backlog here, where tunnels take turns, and out of the kernel's queue.
      channel.config().setOption(EpollChannelOption.TCP_NOTSENT_LOWAT, NOT_SENT_LOW_WATER_MARK);
      channel.config().setOption(EpollChannelOption.TCP_KEEPIDLE, KEEP_ALIVE_IDLE_SECONDS);
      channel.config().setOption(EpollChannelOption.TCP_KEEPINTVL, KEEP_ALIVE_INTERVAL_SECONDS);
      channel.config().setOption(EpollChannelOption.TCP_KEEPCNT, KEEP_ALIVE_PROBES);
    }
  }

  @Override
  public EventLoop eventLoop() {
    return channel.eventLoop();
  }

  @Override
  public String transport() {
    return "tcp";
  }

  @Override
  public void start(Receiver receiver) {
    socket.exceptionHandler(failure -> socket.close());
    EndAfterData late = new EndAfterData(eventLoop(), receiver);
    end = late;
    socket.closeHandler(closed -> late.closed());
    socket.messageHandler(
        message -> {
          try {
            receiver.bytes((ByteBuf) message);
          } finally {
            ReferenceCountUtil.release(message);
          }
        });
  }

  @Override
  public void write(ByteBuf bytes, Runnable done) {
    // Past Vert.x, whose own queue forgets to release what it still holds when the channel closes.
    var _ = socket.channelHandlerContext().writeAndFlush(bytes).addListener(written -> done.run());
  }

  @Override
  public long progress() {
    return Channels.progress(channel);
  }

  @Override
  public void pause() {
    // Vert.x alone would go on reading until it holds 24 buffers.
    channel.config().setAutoRead(false);
    socket.pause();
    Objects.requireNonNull(end).paused();
  }

  @Override
  public void resume() {
    channel.config().setAutoRead(true);
    socket.resume();
    Objects.requireNonNull(end).resumed();
  }

  @Override
  public void probe() {
    // TCP's own keepalive does it.
  }

  @Override
  public void close() {
    socket.close();
  }

  @Override
  public void reset() {
    Channels.reset(socket.channelHandlerContext());
  }
}
