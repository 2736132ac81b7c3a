package alcove.tunnel;

import alcove.tunnel.net.HandshakePool;
import io.netty.channel.EventLoop;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.util.function.LongSupplier;

/**
 * The event loops, threads and clocks that a room runs by.
 *
 * @param vertx opens its doors
 * @param presenceLoop who attends is known here
 * @param handshakes the room closes them when it has stopped
 * @param nanoTime a monotonic clock in nanoseconds
 * @param epochMillis the wall clock, for pings
 */
public record Machine(
    Vertx vertx,
    EventLoop presenceLoop,
    HandshakePool handshakes,
    LongSupplier nanoTime,
    LongSupplier epochMillis) {
  /** This one, with one of the event loops of {@code vertx} for presence. */
  public static Machine of(Vertx vertx) {
    return new Machine(
        vertx,
        ((VertxInternal) vertx).nettyEventLoopGroup().next(),
        HandshakePool.create(),
        System::nanoTime,
        System::currentTimeMillis);
  }
}
