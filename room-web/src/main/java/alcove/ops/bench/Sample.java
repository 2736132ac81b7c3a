package alcove.ops.bench;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * Figures of one moment of a soak. Immutable.
 *
 * @param seconds since the load began
 * @param values of the curves that could be told
 */
record Sample(double seconds, Map<Curve, Double> values) {
  Sample {
    Map<Curve, Double> copy = new EnumMap<>(Curve.class);
    copy.putAll(values);
    values = Collections.unmodifiableMap(copy);
  }

  OptionalDouble value(Curve curve) {
    Double value = values.get(curve);
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /** The median of those that tell {@code curve}, if any does. */
  static OptionalDouble median(Collection<Sample> samples, Curve curve) {
    double[] sorted =
        samples.stream().flatMapToDouble(each -> each.value(curve).stream()).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            Arrays.stream(sorted, (sorted.length - 1) / 2, half + 1).average().orElseThrow());
  }
}
