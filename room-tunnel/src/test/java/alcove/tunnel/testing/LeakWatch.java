package alcove.tunnel.testing;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Follows every buffer of Netty's from when it is opened to when it is closed. */
public final class LeakWatch implements AutoCloseable {
  private final ResourceLeakDetector.Level usual = ResourceLeakDetector.getLevel();
  private final List<String> leaks = new CopyOnWriteArrayList<>();

  public LeakWatch() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    ByteBufUtil.setLeakListener((type, records) -> leaks.add(type + records));
  }

  /** What nobody released. Found when it has been collected and other buffers are allocated. */
  public List<String> leaks() {
    for (int i = 0; i < 3; i++) {
      System.gc();
      for (int buffer = 0; buffer < 200; buffer++) {
        PooledByteBufAllocator.DEFAULT.directBuffer(64).release();
        PooledByteBufAllocator.DEFAULT.heapBuffer(64).release();
      }
    }
    return leaks;
  }

  @Override
  public void close() {
    ByteBufUtil.setLeakListener(null);
    ResourceLeakDetector.setLevel(usual);
  }
}
