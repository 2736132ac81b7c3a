package alcove.tunnel.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.EventLoop;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketFrame;
import io.vertx.core.internal.buffer.BufferInternal;
import io.vertx.core.internal.http.WebSocketInternal;

/** The byte stream in a WebSocket's binary messages, whose borders mean nothing. */
final class WebSocketWire implements Wire {
  private static final Buffer NO_BYTES = Buffer.buffer();

  private final WebSocketBase socket;
  private final EventLoop eventLoop;

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
    socket.exceptionHandler(failure -> socket.close());
    socket.closeHandler(closed -> receiver.closed());
    socket.frameHandler(frame -> take(frame, receiver));
  }

  private void take(WebSocketFrame frame, Receiver receiver) {
    if (frame.isText()) {
      socket.close((short) 1003);
      return;
    }
    if (frame.isBinary() || frame.isContinuation()) {
      Buffer bytes = frame.binaryData();
      if (bytes.length() > 0) {
        receiver.bytes(((BufferInternal) bytes).getByteBuf());
      }
    }
  }

  @Override
  public void write(ByteBuf bytes, Runnable done) {
    Buffer copy = Buffer.buffer(ByteBufUtil.getBytes(bytes));
    bytes.release();
    socket.writeBinaryMessage(copy).onComplete(written -> done.run());
  }

  @Override
  public void pause() {
    socket.pause();
  }

  @Override
  public void resume() {
    socket.resume();
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
    Resets.reset(((WebSocketInternal) socket).channelHandlerContext());
  }
}
