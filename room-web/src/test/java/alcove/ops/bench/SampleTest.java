package alcove.ops.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleTest {
  @Test
  void median_isOfThoseThatTellTheCurve() {
    List<Sample> samples =
        List.of(heap(4), heap(1), new Sample(0, Map.of(Curve.DIRECT, 100.0)), heap(3), heap(2));
    assertThat(Sample.median(samples, Curve.HEAP)).hasValue(2.5);
    assertThat(Sample.median(samples.subList(0, 4), Curve.HEAP)).hasValue(3);
  }

  @Test
  void curveThatNobodyTells_hasNoMedian() {
    assertThat(Sample.median(List.of(heap(1)), Curve.PEERS)).isEmpty();
  }

  private static Sample heap(double value) {
    return new Sample(0, Map.of(Curve.HEAP, value));
  }
}
