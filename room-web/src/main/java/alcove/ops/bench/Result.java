package alcove.ops.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What one measurement has found, and under which conditions. Confined to the measuring thread. */
final class Result {
  /** One figure; not every unit is a word, but none is empty. */
  record Figure(String name, double value, String unit) {}

  private final String measurement;
  private final Map<String, Object> conditions = new LinkedHashMap<>();
  private final List<Figure> figures = new ArrayList<>();

  Result(String measurement) {
    this.measurement = measurement;
  }

  /** Adds a condition: a number, a truth value or a word. */
  Result under(String name, Object value) {
    conditions.put(name, value);
    return this;
  }

  void add(String name, double value, String unit) {
    figures.add(new Figure(name, value, unit));
  }

  String measurement() {
    return measurement;
  }

  Map<String, Object> conditions() {
    return conditions;
  }

  List<Figure> figures() {
    return figures;
  }
}
