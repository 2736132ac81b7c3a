package alcove.app;

import com.sun.management.GarbageCollectorMXBean;
import com.sun.management.GcInfo;
import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back to the system what the heap needed for a crowd and does not need any more. G1 makes
 * its heap smaller only when it has looked through all of it, for which it sees a reason when the
 * heap is nearly full or nothing was collected for a while; neither is so in a room with a little
 * life. So it is asked once a minute, if there is much to give back, and looks while the room goes
 * on.
 *
 * <p>Other collectors, and G1 where it would stop the room meanwhile, are left alone.
 */
final class SpareHeap implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SpareHeap.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /** More than {@code -XX:MaxHeapFreeRatio} leaves of free heap, so that asking comes to an end. */
  private static final double MOST = 1.5;

  private static final long NOTHING_MUCH = 8 << 20;

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("spare-heap").factory());

  private SpareHeap() {}

  /** Begins to look after it, in this process. */
  static SpareHeap begin() {
    SpareHeap spare = new SpareHeap();
    if (isOn("UseG1GC") && isOn("ExplicitGCInvokesConcurrent")) {
      var _ =
          spare.thread.scheduleWithFixedDelay(
              SpareHeap::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }
    return spare;
  }

  private static boolean isOn(String option) {
    return Boolean.parseBoolean(
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
            .getVMOption(option)
            .getValue());
  }

  private static void look() {
    try {
      giveBack();
    } catch (RuntimeException fault) {
      // The executor would never look again.
      log.error("fault while looking for spare heap", fault);
    }
  }

  private static void giveBack() {
    long committed = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
    if (leftByLastCollection().filter(used -> isWorthwhile(committed, used)).isPresent()) {
      System.gc();
    }
  }

  /**
   * Whether a heap that has {@code committed} bytes of the system is much larger than it has to be.
   *
   * @param used bytes that the last collection left in it
   */
  static boolean isWorthwhile(long committed, long used) {
    return committed > MOST * used + NOTHING_MUCH;
  }

  /** Bytes in the heap after the last collection, if there was one. */
  private static Optional<Long> leftByLastCollection() {
    return ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
        .flatMap(collector -> Stream.ofNullable(collector.getLastGcInfo()))
        .max(Comparator.comparingLong(GcInfo::getEndTime))
        .map(SpareHeap::heapAfter);
  }

  private static long heapAfter(GcInfo collection) {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .map(pool -> collection.getMemoryUsageAfterGc().get(pool.getName()))
        .filter(Objects::nonNull)
        .mapToLong(MemoryUsage::getUsed)
        .sum();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
