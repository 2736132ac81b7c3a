package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpareHeapTest {
  private static final long MIB = 1 << 20;

  @Test
  void heapOfACrowdThatLeft_isGivenBack() {
    assertThat(SpareHeap.isWorthwhile(116 * MIB, 35 * MIB)).isTrue();
    assertThat(SpareHeap.isWorthwhile(2_000 * MIB, 1_000 * MIB)).isTrue();
  }

  @Test
  void heapAsTheCollectorLeavesIt_isKept() {
    for (long used : new long[] {10, 30, 100, 1_000}) {
      long afterMarking = used * MIB * 10 / 8;
      assertThat(SpareHeap.isWorthwhile(afterMarking, used * MIB)).as("%d MiB", used).isFalse();
    }
  }

  @Test
  void fewMebibytes_areNotWorthTheLook() {
    assertThat(SpareHeap.isWorthwhile(24 * MIB, 10 * MIB)).isFalse();
  }
}
