package alcove.tunnel.net;

import alcove.tunnel.net.ProxyHeader.MalformedHeaderException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A wire that begins with a proxy's word on where the peer comes from; all that follows is the
 * peer's.
 */
final class ProxiedWire implements Wire {
  /** Judges what the proxy said; called once, on the wire's event loop. */
  interface Gate {
    /** Whether the peer's own bytes are listened to; if not, the gate closes the connection. */
    boolean passes(ProxyHeader header);

    /** Closes the connection, whose header is wrong. */
    void malformed(MalformedHeaderException wrong);
  }

  private final Wire wire;
  private @Nullable Gate gate;
  private final ProxyHeader header = new ProxyHeader();
  private boolean passed;
  private boolean refused;

  ProxiedWire(Wire wire) {
    this.wire = wire;
  }

  /** Sets the gate; called once, before {@link #start}. */
  void guard(Gate chosen) {
    gate = chosen;
  }

  @Override
  public void start(Receiver receiver) {
    wire.start(
        new Receiver() {
          @Override
          public void bytes(ByteBuf bytes) {
            if (passed || (!refused && passes(bytes))) {
              if (bytes.isReadable()) {
                receiver.bytes(bytes);
              }
            }
          }

          @Override
          public void hungUp() {
            receiver.hungUp();
          }

          @Override
          public void closed() {
            receiver.closed();
          }
        });
  }

  private boolean passes(ByteBuf bytes) {
    Gate guard = Objects.requireNonNull(gate);
    try {
      if (header.read(bytes)) {
        passed = guard.passes(header);
        refused = !passed;
      }
    } catch (MalformedHeaderException wrong) {
      refused = true;
      guard.malformed(wrong);
    }
    return passed;
  }

  @Override
  public EventLoop eventLoop() {
    return wire.eventLoop();
  }

  @Override
  public String transport() {
    return wire.transport();
  }

  @Override
  public void write(ByteBuf bytes, Runnable done) {
    wire.write(bytes, done);
  }

  @Override
  public long progress() {
    return wire.progress();
  }

  @Override
  public void pause() {
    wire.pause();
  }

  @Override
  public void resume() {
    wire.resume();
  }

  @Override
  public void probe() {
    wire.probe();
  }

  @Override
  public void close() {
    wire.close();
  }

  @Override
  public void reset() {
    wire.reset();
  }
}
