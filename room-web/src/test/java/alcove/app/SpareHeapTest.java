package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.app.SpareHeap.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** When the heap is looked through for what it does not need any more. */
class SpareHeapTest {
  private static final long MIB = 1 << 20;
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();

  private final SpareHeap heap = new SpareHeap(0);

  @Test
  void heapOfACrowdThatLeft_isLookedThrough() {
    assertThat(heap.isWorthALook(new State(116 * MIB, 35 * MIB, 1, MINUTE))).isTrue();
    assertThat(heap.isWorthALook(new State(2_000 * MIB, 1_000 * MIB, 1, MINUTE))).isTrue();
  }

  @Test
  void heapAsTheCollectorLeavesIt_isKept() {
    for (long used : new long[] {10, 30, 100, 1_000}) {
      long afterLook = used * MIB * 10 / 8;
      assertThat(heap.isWorthALook(new State(afterLook, used * MIB, 1, MINUTE)))
          .as("%d MiB", used)
          .isFalse();
    }
  }

  @Test
  void fewMebibytes_areNotWorthALook() {
    assertThat(heap.isWorthALook(new State(16 * MIB, 10 * MIB, 1, MINUTE))).isFalse();
  }

  @Test
  void heapThatDoesNotShrink_isNotLookedThroughAgainUntilItGrows() {
    heap.looked(512 * MIB, MINUTE);

    assertThat(heap.isWorthALook(new State(512 * MIB, 20 * MIB, MINUTE + 1, 2 * MINUTE))).isFalse();
    assertThat(heap.isWorthALook(new State(513 * MIB, 20 * MIB, MINUTE + 1, 2 * MINUTE))).isTrue();
  }

  @Test
  void oldGarbageThatNobodyKnowsOf_isLookedForAfterTenMinutesIfAnythingWasCollected() {
    heap.looked(82 * MIB, MINUTE);

    assertThat(heap.isWorthALook(new State(82 * MIB, 65 * MIB, MINUTE, 60 * MINUTE))).isFalse();
    assertThat(heap.isWorthALook(new State(82 * MIB, 65 * MIB, 5 * MINUTE, 10 * MINUTE))).isFalse();
    assertThat(heap.isWorthALook(new State(82 * MIB, 65 * MIB, 5 * MINUTE, 11 * MINUTE))).isTrue();
  }
}
