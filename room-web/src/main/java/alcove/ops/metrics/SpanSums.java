package alcove.ops.metrics;

import alcove.room.growth.Span;
import alcove.room.growth.Sums;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The sums of spans, of each kind by when they begin; twice as many as are kept at most, then the
 * oldest goes. Confined to whoever holds it.
 */
final class SpanSums {
  private final Map<Span, NavigableMap<Instant, Sums>> all = new EnumMap<>(Span.class);

  /** None. */
  SpanSums() {
    for (Span span : Span.values()) {
      all.put(span, new TreeMap<>());
    }
  }

  /** Those of a registry. */
  static SpanSums of(List<Sums.Kept> kept) {
    SpanSums sums = new SpanSums();
    kept.forEach(sums::add);
    return sums;
  }

  /** These together with what came later. */
  SpanSums plus(SpanSums later) {
    SpanSums sums = of(list());
    later.list().forEach(sums::add);
    return sums;
  }

  /** Adds what came later than what is there. */
  void add(Sums.Kept later) {
    NavigableMap<Instant, Sums> those = of(later.span());
    those.merge(later.begins(), later.sums(), Sums::plus);
    if (those.size() > 2 * later.span().most()) {
      those.pollFirstEntry();
    }
  }

  void remove(Sums.Kept kept) {
    of(kept.span()).remove(kept.begins());
  }

  /** Those of one kind, oldest first. */
  NavigableMap<Instant, Sums> of(Span span) {
    return Objects.requireNonNull(all.get(span));
  }

  /** Those of them that {@code other} has as well. */
  List<Sums.Kept> alsoIn(SpanSums other) {
    return list().stream()
        .filter(each -> other.of(each.span()).containsKey(each.begins()))
        .toList();
  }

  /** Whether what was counted in {@code others} is counted in these. */
  boolean contain(SpanSums others) {
    return others.list().stream()
        .allMatch(
            each -> of(each.span()).getOrDefault(each.begins(), Sums.NONE).hasCounted(each.sums()));
  }

  /** All of them, oldest first in each kind. */
  List<Sums.Kept> list() {
    List<Sums.Kept> list = new ArrayList<>();
    all.forEach(
        (span, those) ->
            those.forEach((begins, sums) -> list.add(new Sums.Kept(span, begins, sums))));
    return list;
  }
}
