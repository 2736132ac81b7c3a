package alcove.ops.bench;

import alcove.ops.terminal.CommandException;
import alcove.tunnel.client.TunnelStream;
import alcove.tunnel.muxrpc.SubstreamEnd;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.vertx.core.Promise;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * One of the two ends of a tunnel. Confined to the event loop of its connection, except for {@link
 * #run}, {@link #later} and {@link #expectEnd}. What it carries is noise; only lengths are looked
 * at, since every box is authenticated.
 */
final class TunnelEnd implements TunnelStream.Receiver {
  /** The most bytes that go into one {@link #write}. */
  static final int CHUNK = 64 << 10;

  private static final byte[] NOISE = noise();

  private final TunnelStream stream;
  private final Promise<Void> broken;
  private IntConsumer listener = length -> {};
  private volatile boolean over;

  /** The end that {@code stream} is; a tunnel that ends by itself fails {@code broken}. */
  TunnelEnd(TunnelStream stream, Promise<Void> broken) {
    this.stream = stream;
    this.broken = broken;
    stream.receive(this);
  }

  private static byte[] noise() {
    byte[] bytes = new byte[CHUNK];
    ThreadLocalRandom.current().nextBytes(bytes);
    return bytes;
  }

  /** Runs {@code action} on the event loop that this end is confined to. */
  void run(Runnable action) {
    stream.connection().loop().eventLoop().execute(action);
  }

  /** Runs {@code action} there after a while. */
  void later(long nanos, Runnable action) {
    var _ = stream.connection().loop().eventLoop().schedule(action, nanos, TimeUnit.NANOSECONDS);
  }

  /** Tells {@code by} of the lengths that arrive from now on. */
  void listen(IntConsumer by) {
    listener = by;
  }

  /** Sends {@code length} bytes; {@code done} runs when they are out. */
  void write(int length, Runnable done) {
    if (!over) {
      stream.write(Unpooled.wrappedBuffer(NOISE, 0, length), done);
    }
  }

  /** The other end is about to end the tunnel. Any thread. */
  void expectEnd() {
    over = true;
  }

  /** Ends the tunnel. */
  void end() {
    over = true;
    stream.end();
  }

  @Override
  public void bytes(ByteBuf bytes) {
    listener.accept(bytes.readableBytes());
  }

  @Override
  public void ended(SubstreamEnd end) {
    if (!over) {
      over = true;
      broken.tryFail(new CommandException("a tunnel ended: " + text(end)));
    }
  }

  private static String text(SubstreamEnd end) {
    return switch (end) {
      case SubstreamEnd.Clean clean -> "in good order, by the room";
      case SubstreamEnd.Failed failed -> failed.message();
      case SubstreamEnd.ConnectionLost lost -> "its connection is gone";
    };
  }
}
