package alcove.web.dashboard;

import alcove.health.Figures;
import alcove.health.Measurements;
import alcove.web.page.Chart;
import alcove.web.page.Quantity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * The measurements of the room, as their template sees them.
 *
 * @param started since when it is counted
 * @param tiles how it stands now
 * @param charts the last day
 * @param tables what went wrong or ended, by reason
 */
record MeasurementsView(
    Instant started, List<Tile> tiles, List<Drawn> charts, List<Counts> tables) {
  /**
   * One number of the moment.
   *
   * @param figure its name in the feed, and the end of its text's key
   * @param unit how a script writes it: {@code count} or {@code bytes}
   */
  record Tile(String figure, String unit, String text) {}

  /**
   * A chart.
   *
   * @param figure the end of its text's key
   */
  record Drawn(String figure, Chart chart) {}

  /**
   * The numbers of times that something happened, by reason, the most frequent first.
   *
   * @param what the end of its text's key
   */
  record Counts(String what, List<Count> counts) {}

  /**
   * The number of times that something happened for one reason.
   *
   * @param reason the end of its text's key
   */
  record Count(String reason, long times) {}

  static MeasurementsView of(Measurements measurements, Locale locale) {
    Figures now = measurements.now();
    return new MeasurementsView(
        now.started(),
        tiles(now, locale),
        charts(measurements.lastDay(), now.at(), locale),
        List.of(
            counts("handshakes", now.counters().handshakesFailed()),
            counts("tunnels", now.counters().tunnelsRefused()),
            counts("tunnelEnds", now.counters().tunnelsEnded()),
            counts("closed", now.counters().closed())));
  }

  private static List<Tile> tiles(Figures now, Locale locale) {
    Figures.Gauges gauges = now.gauges();
    List<Tile> tiles = new ArrayList<>();
    tiles.add(count("peers", gauges.peers(), locale));
    tiles.add(count("attendants", gauges.attendants(), locale));
    tiles.add(count("tunnels", gauges.tunnels(), locale));
    tiles.add(count("handshakesDone", now.counters().handshakes(), locale));
    tiles.add(count("tunnelsOpened", now.counters().tunnels(), locale));
    tiles.add(bytes("tunnelBytes", now.counters().tunnelBytes(), locale));
    tiles.add(bytes("heap", gauges.heap(), locale));
    gauges.resident().ifPresent(size -> tiles.add(bytes("resident", size, locale)));
    gauges.database().ifPresent(size -> tiles.add(bytes("database", size, locale)));
    return tiles;
  }

  private static Tile count(String figure, long value, Locale locale) {
    return new Tile(figure, "count", Quantity.COUNT.text(value, locale));
  }

  private static Tile bytes(String figure, long value, Locale locale) {
    return new Tile(figure, "bytes", Quantity.BYTES.text(value, locale));
  }

  private static List<Drawn> charts(List<Measurements.Stretch> day, Instant now, Locale locale) {
    Draughtsman draughtsman = new Draughtsman(day, now, locale);
    return List.of(
        draughtsman.draw("peers", Quantity.COUNT, each -> each.gauges().peers()),
        draughtsman.draw("attendants", Quantity.COUNT, each -> each.gauges().attendants()),
        draughtsman.draw("tunnels", Quantity.COUNT, each -> each.gauges().tunnels()),
        draughtsman.draw("tunnelBytes", Quantity.BYTES, each -> each.counters().tunnelBytes()),
        draughtsman.draw("handshakesDone", Quantity.COUNT, each -> each.counters().handshakes()),
        draughtsman.draw(
            "refusals",
            Quantity.COUNT,
            each -> each.counters().allHandshakesFailed() + each.counters().allTunnelsRefused()),
        draughtsman.draw(
            "memory",
            Quantity.BYTES,
            each -> each.gauges().resident().orElse(each.gauges().heap())),
        draughtsman.draw("database", Quantity.BYTES, each -> each.gauges().database().orElse(0)));
  }

  private record Draughtsman(List<Measurements.Stretch> day, Instant now, Locale locale) {
    Drawn draw(String figure, Quantity quantity, ToLongFunction<Measurements.Stretch> value) {
      List<Chart.Sample> samples =
          day.stream()
              .map(each -> new Chart.Sample(each.to(), Math.max(0, value.applyAsLong(each))))
              .toList();
      return new Drawn(figure, Chart.of(samples, now, quantity, locale));
    }
  }

  private static Counts counts(String what, Map<String, Long> byReason) {
    return new Counts(
        what,
        byReason.entrySet().stream()
            .filter(each -> each.getValue() > 0)
            .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
            .map(each -> new Count(each.getKey().replace('_', '-'), each.getValue()))
            .toList());
  }
}
