package alcove.web.dashboard;

import alcove.health.Figures;
import alcove.health.Measurements;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The figures of the moment as one line of JSON, measured at most once a second for all who watch.
 * Thread-safe.
 */
final class FiguresFeed {
  private static final long FRESH = Duration.ofSeconds(1).toNanos();

  private final Measurements measurements;
  private final LongSupplier nanoTime;
  private @Nullable String latest;
  private long measured;

  FiguresFeed(Measurements measurements, LongSupplier nanoTime) {
    this.measurements = measurements;
    this.nanoTime = nanoTime;
  }

  /** How it stands, or stood less than a second ago. */
  synchronized String json() {
    long now = nanoTime.getAsLong();
    String text = latest;
    if (text == null || now - measured >= FRESH) {
      text = json(measurements.now()).encode();
      latest = text;
      measured = now;
    }
    return text;
  }

  private static JsonObject json(Figures figures) {
    Figures.Counters counters = figures.counters();
    return gauges(figures.gauges())
        .put("at", figures.at().toEpochMilli())
        .put("started", figures.started().toEpochMilli())
        .put("handshakesDone", counters.handshakes())
        .put("handshakesFailed", counters.handshakesFailed())
        .put("tunnelsOpened", counters.tunnels())
        .put("tunnelsRefused", counters.tunnelsRefused())
        .put("tunnelsEnded", counters.tunnelsEnded())
        .put("tunnelBytes", counters.tunnelBytes())
        .put("closed", counters.closed());
  }

  private static JsonObject gauges(Figures.Gauges gauges) {
    JsonObject json =
        new JsonObject()
            .put("peers", gauges.peers())
            .put("tcpPeers", gauges.tcpPeers())
            .put("webSocketPeers", gauges.webSocketPeers())
            .put("attendants", gauges.attendants())
            .put("tunnels", gauges.tunnels())
            .put("handshakes", gauges.handshakes())
            .put("heap", gauges.heap())
            .put("direct", gauges.direct());
    gauges.resident().ifPresent(bytes -> json.put("resident", bytes));
    gauges.database().ifPresent(bytes -> json.put("database", bytes));
    return json;
  }
}
