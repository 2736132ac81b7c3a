package alcove.tunnel.net;

import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The {@link PeerLoop} of each event loop, made when it is first asked for. Thread-safe. */
public final class PeerLoops {
  private final Map<EventLoop, PeerLoop> loops = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  /** Loops that go by {@code nanoTime}, a monotonic clock in nanoseconds. */
  public PeerLoops(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** The clock that they go by. */
  LongSupplier clock() {
    return nanoTime;
  }

  /** The peer loop of {@code eventLoop}. */
  public PeerLoop of(EventLoop eventLoop) {
    return loops.computeIfAbsent(eventLoop, loop -> new PeerLoop(loop, nanoTime));
  }
}
