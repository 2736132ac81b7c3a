package alcove.tunnel.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.http.WebSocketInternal;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The byte stream in a WebSocket's binary messages, whose borders mean nothing. */
final class WebSocketWire implements Wire {
  private static final Buffer NO_BYTES = Buffer.buffer();

  /** Pongs that may wait for a peer which does not read; Vert.x sends one for each ping. */
  private static final int MAX_WAITING_PONGS = 1000;

  private final WebSocketBase socket;
  private final EventLoop eventLoop;
  private int waitingPongs;
  private boolean refused;
  private @Nullable EndAfterData end;

  WebSocketWire(WebSocketBase socket, EventLoop eventLoop) {
    this.socket = socket;
    this.eventLoop = eventLoop;
  }

  @Override
  public EventLoop eventLoop() {
    return eventLoop;
  }

  @Override
  public String transport() {
    return "ws";
  }

  @Override
  public void start(Receiver receiver) {
    Channels.readInTurns(channel());
    socket.exceptionHandler(this::fail);
    leaveSilenceToTheConnection();
    EndAfterData late = new EndAfterData(eventLoop, receiver);
    end = late;
    socket.closeHandler(closed -> late.closed());
    socket.frameHandler(frame -> take(frame, receiver));
  }

  /** The door's own limit would also end peers that are silent because we do not read from them. */
  private void leaveSilenceToTheConnection() {
    ChannelPipeline pipeline = channel().pipeline();
    if (pipeline.get(IdleStateHandler.class) != null) {
      pipeline.remove(IdleStateHandler.class);
    }
  }

  /** Says what was wrong, if it was the peer's fault: RFC 6455, 7.4.1. */
  private void fail(Throwable failure) {
    switch (failure) {
      case CorruptedWebSocketFrameException broken -> refuse(broken.closeStatus());
      case TooLongFrameException tooLong -> refuse(WebSocketCloseStatus.MESSAGE_TOO_BIG);
      default -> socket.close();
    }
  }

  private void refuse(WebSocketCloseStatus status) {
    refused = true;
    socket.close((short) status.code(), status.reasonText());
  }

  private void take(WebSocketFrame frame, Receiver receiver) {
    if (refused) {
      return;
    }
    if (frame.isText()) {
      refuse(WebSocketCloseStatus.INVALID_MESSAGE_TYPE);
    } else if (frame.isPing()) {
      countPong();
    } else if (frame.isBinary() || frame.isContinuation()) {
      Buffer bytes = frame.binaryData();
      if (bytes.length() > 0) {
        receiver.bytes(((BufferInternal) bytes).getByteBuf());
      }
    }
  }

  private void countPong() {
    waitingPongs = !socket.isClosed() && socket.writeQueueFull() ? waitingPongs + 1 : 0;
    if (waitingPongs > MAX_WAITING_PONGS) {
      reset();
    }
  }

  @Override
  public void write(ByteBuf bytes, Runnable done) {
    Buffer copy = Buffer.buffer(ByteBufUtil.getBytes(bytes));
    bytes.release();
    socket.writeBinaryMessage(copy).onComplete(written -> done.run());
  }

  @Override
  public long progress() {
    return Channels.progress(channel());
  }

  private Channel channel() {
    return ((WebSocketInternal) socket).channelHandlerContext().channel();
  }

  @Override
  public void pause() {
    // Vert.x alone would go on reading until it holds 24 frames.
    channel().config().setAutoRead(false);
    socket.pause();
    Objects.requireNonNull(end).paused();
  }

  @Override
  public void resume() {
    channel().config().setAutoRead(true);
    socket.resume();
    Objects.requireNonNull(end).resumed();
  }

  @Override
  public void probe() {
    socket.writePing(NO_BYTES);
  }

  @Override
  public void close() {
    socket.close();
  }

  @Override
  public void reset() {
    Channels.reset(((WebSocketInternal) socket).channelHandlerContext());
  }
}
