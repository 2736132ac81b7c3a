package alcove.ops.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The result of one measurement so far, and under which conditions. Thread-safe. */
final class Result {
  private static final String CUT_SHORT = "cut short";

  /** One figure; not every unit is a word, but none is empty. */
  record Figure(String name, double value, String unit) {}

  private final String measurement;
  private final Map<String, Object> conditions = new LinkedHashMap<>();
  private final List<Figure> figures = new ArrayList<>();
  private Runnable whenCutShort = () -> {};
  private Supplier<List<Sample>> samples = List::of;
  private Supplier<Map<String, Long>> surprises = Map::of;

  Result(String measurement) {
    this.measurement = measurement;
  }

  /** Adds a condition: a number, a truth value or a word. */
  synchronized Result under(String name, Object value) {
    conditions.put(name, value);
    return this;
  }

  synchronized void add(String name, double value, String unit) {
    figures.add(new Figure(name, value, unit));
  }

  /** Has the samples of a soak, and what was unexpected in it, be part of it. */
  synchronized void observe(Sampler sampler, Surprises unexpected) {
    samples = sampler::samples;
    surprises = unexpected::counts;
  }

  /** How it was from moment to moment, if it was looked at so. */
  synchronized List<Sample> samples() {
    return samples.get();
  }

  /** What happened that should not have, and how often. */
  synchronized Map<String, Long> surprises() {
    return surprises.get();
  }

  /** What adds the figures that are known before the end. */
  synchronized void whenCutShort(Runnable adding) {
    whenCutShort = adding;
  }

  /** The measurement does not come to its end: takes what is known, and says so. */
  synchronized Result cutShort() {
    whenCutShort.run();
    return under(CUT_SHORT, true);
  }

  /** The medians of what the same measurement found several times, under the same conditions. */
  static Result median(List<Result> all) {
    Result first = all.getFirst();
    Result median = new Result(first.measurement);
    first.conditions().forEach(median::under);
    for (Figure each : first.figures()) {
      double[] values = all.stream().mapToDouble(one -> one.value(each.name())).sorted().toArray();
      int half = values.length / 2;
      double middle = values.length % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
      median.add(each.name(), middle, each.unit());
    }
    return median;
  }

  synchronized boolean has(String name) {
    return figures.stream().anyMatch(figure -> figure.name().equals(name));
  }

  /** The figure of that name, which has been added. */
  synchronized double value(String name) {
    return figures.stream()
        .filter(figure -> figure.name().equals(name))
        .findFirst()
        .orElseThrow()
        .value();
  }

  String measurement() {
    return measurement;
  }

  synchronized Map<String, Object> conditions() {
    return new LinkedHashMap<>(conditions);
  }

  synchronized List<Figure> figures() {
    return List.copyOf(figures);
  }
}
