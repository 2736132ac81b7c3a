package alcove.tunnel.client;

import alcove.tunnel.muxrpc.SubstreamEnd;
import alcove.tunnel.net.Wire;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** A tunnel as the wire of an inner, end-to-end encrypted connection. */
final class TunnelWire implements Wire, TunnelStream.Receiver {
  private final TunnelStream stream;
  private @Nullable Receiver receiver;

  TunnelWire(TunnelStream stream) {
    this.stream = stream;
    stream.receive(this);
  }

  @Override
  public EventLoop eventLoop() {
    return stream.connection().loop().eventLoop();
  }

  @Override
  public String transport() {
    return "tunnel";
  }

  @Override
  public void start(Receiver by) {
    receiver = by;
  }

  @Override
  public void bytes(ByteBuf bytes) {
    if (receiver != null) {
      receiver.bytes(bytes);
    }
  }

  @Override
  public void ended(SubstreamEnd end) {
    if (receiver != null) {
      receiver.closed();
    }
  }

  @Override
  public void write(ByteBuf bytes, Runnable done) {
    stream.write(bytes, done);
  }

  @Override
  public long progress() {
    return 0;
  }

  @Override
  public void pause() {
    stream.connection().pauseReading();
  }

  @Override
  public void resume() {
    stream.connection().resumeReading();
  }

  @Override
  public void probe() {
    // The outer connection is probed.
  }

  @Override
  public void close() {
    stream.end();
    ended(new SubstreamEnd.Clean());
  }

  @Override
  public void reset() {
    stream.fail("unexpected end of parent stream");
    ended(new SubstreamEnd.Clean());
  }
}
