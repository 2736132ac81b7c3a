package alcove.web.dashboard;

import alcove.health.Figures;
import alcove.web.page.Quantity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The measurements of the room, as their template sees them.
 *
 * @param started since when it is counted
 * @param tiles how it stands now
 * @param growth the past
 * @param tables what went wrong or ended, by reason
 * @param events the path at which the tiles are told anew
 * @param mayExport whether they can take the past along as a file
 */
record MeasurementsView(
    Instant started,
    List<Tile> tiles,
    GrowthView growth,
    List<Counts> tables,
    String events,
    boolean mayExport) {
  /**
   * One number of the moment.
   *
   * @param figure its name in the feed, and the end of its text's key
   * @param unit how a script writes it: {@code count} or {@code bytes}
   */
  record Tile(String figure, String unit, String text) {}

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

  /** For who sees how many are online, and no more. */
  static MeasurementsView ofPresence(Figures now, GrowthView growth, Locale locale) {
    return new MeasurementsView(
        now.started(),
        List.of(count("attendants", now.gauges().attendants(), locale)),
        growth,
        List.of(),
        "/dashboard/events",
        false);
  }

  /** For who sees all. */
  static MeasurementsView of(Figures now, GrowthView growth, Locale locale, boolean mayExport) {
    return new MeasurementsView(
        now.started(),
        tiles(now, locale),
        growth,
        List.of(
            counts("handshakes", now.counters().handshakesFailed()),
            counts("tunnels", now.counters().tunnelsRefused()),
            counts("tunnelEnds", now.counters().tunnelsEnded()),
            counts("closed", now.counters().closed())),
        MeasurementsHandler.EVENTS,
        mayExport);
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
