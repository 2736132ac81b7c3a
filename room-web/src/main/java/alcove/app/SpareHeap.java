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
 * life. So it is asked, and looks while the room goes on.
 *
 * <p>Other collectors, and G1 where it would stop the room meanwhile, are left alone. Used by its
 * own thread.
 */
final class SpareHeap implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SpareHeap.class);
  private static final Duration INTERVAL = Duration.ofMinutes(1);

  /**
   * What has died among the old nobody knows before a look, so after a while there is one in any
   * case.
   */
  private static final Duration LONGEST_BETWEEN_LOOKS = Duration.ofMinutes(10);

  /** More than {@code -XX:MaxHeapFreeRatio} leaves of free heap. */
  private static final double MOST = 1.3;

  private static final long NOTHING_MUCH = 4 << 20;

  /**
   * How the heap is.
   *
   * @param committed bytes that it has of the system
   * @param used bytes that the last collection left in it
   * @param collected when that was, in milliseconds
   * @param now the time in milliseconds
   */
  record State(long committed, long used, long collected, long now) {}

  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("spare-heap").factory());

  private long committedAfterLook;
  private long lookedAt;

  /** One that does nothing by itself, as if there had been a look at {@code now} milliseconds. */
  SpareHeap(long now) {
    lookedAt = now;
  }

  /** Begins to look after it, in this process. */
  static SpareHeap begin() {
    SpareHeap spare = new SpareHeap(uptime());
    if (isOn("UseG1GC") && isOn("ExplicitGCInvokesConcurrent")) {
      var _ =
          spare.thread.scheduleWithFixedDelay(
              spare::look, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }
    return spare;
  }

  /** Whether the JVM has that option and it is on; one that knows no options has none. */
  private static boolean isOn(String option) {
    var options = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    try {
      return options != null && Boolean.parseBoolean(options.getVMOption(option).getValue());
    } catch (IllegalArgumentException unknown) {
      return false;
    }
  }

  private void look() {
    try {
      if (state().filter(this::isWorthALook).isPresent()) {
        System.gc();
        looked(committed(), uptime());
      }
    } catch (RuntimeException fault) {
      // The executor would never look again.
      log.error("fault while looking for spare heap", fault);
    }
  }

  /**
   * Whether there is much to give back, as far as that is known: of a heap that grew since the last
   * look, for the operator's own options may keep it as large as it was after that.
   */
  boolean isWorthALook(State heap) {
    boolean overdue =
        heap.collected > lookedAt && heap.now - lookedAt >= LONGEST_BETWEEN_LOOKS.toMillis();
    return overdue
        || (heap.committed > committedAfterLook
            && heap.committed > MOST * heap.used + NOTHING_MUCH);
  }

  /** There was a look, after which the heap had {@code committed} bytes of the system. */
  void looked(long committed, long now) {
    committedAfterLook = committed;
    lookedAt = now;
  }

  /** The heap since the last collection, if there was one. */
  private static Optional<State> state() {
    return ManagementFactory.getPlatformMXBeans(GarbageCollectorMXBean.class).stream()
        .flatMap(collector -> Stream.ofNullable(collector.getLastGcInfo()))
        .max(Comparator.comparingLong(GcInfo::getEndTime))
        .map(last -> new State(committed(), heapAfter(last), last.getEndTime(), uptime()));
  }

  private static long committed() {
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted();
  }

  /** In milliseconds, as collections are timed. */
  private static long uptime() {
    return ManagementFactory.getRuntimeMXBean().getUptime();
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
