package alcove.ops.metrics;

import alcove.health.Figures;
import java.time.Instant;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** Made-up figures. */
final class TestFigures {
  static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private TestFigures() {}

  static Figures at(Instant at, long tunnelBytes) {
    return at(at, 4, tunnelBytes);
  }

  static Figures at(Instant at, int attendants, long tunnelBytes) {
    return new Figures(
        at,
        START,
        new Figures.Gauges(
            3, 2, attendants, 1, 0, 8, 1000, 500, OptionalLong.of(9000), OptionalLong.empty()),
        new Figures.Counters(
            7,
            new TreeMap<>(Map.of("refused", 2L)),
            5,
            new TreeMap<>(Map.of("too_quick", 1L)),
            new TreeMap<>(Map.of("slow_reader", 3L)),
            tunnelBytes,
            9,
            new TreeMap<>(Map.of("goodbye", 6L))));
  }
}
