package alcove.web.dashboard;

import static alcove.web.http.Endpoint.get;

import alcove.health.Figures;
import alcove.health.Measurements;
import alcove.identity.Word;
import alcove.room.growth.Span;
import alcove.room.policy.Action;
import alcove.web.http.EventStreams;
import alcove.web.http.Exchange;
import alcove.web.http.HttpError;
import alcove.web.http.Languages;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.Language;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;

/**
 * The measurements of the room: how many are online, and were, for all its members; for moderators
 * all figures of the moment, and the past by each. Thread-safe.
 */
public final class MeasurementsHandler {
  static final String PATH = "/dashboard/measurements";
  static final String EVENTS = PATH + "/events";
  private static final long BETWEEN = Duration.ofSeconds(2).toMillis();

  /** After so long the page asks again, and is asked who it is. */
  private static final long WATCH = Duration.ofMinutes(1).toMillis();

  private final Vertx vertx;
  private final WebContext web;
  private final Measurements measurements;
  private final FiguresFeed feed;
  private final EventStreams streams;
  private final Languages languages;

  public MeasurementsHandler(
      Vertx vertx, WebContext web, EventStreams streams, Languages languages) {
    this.vertx = vertx;
    this.web = web;
    this.measurements = web.measurements();
    this.feed = new FiguresFeed(measurements, System::nanoTime);
    this.streams = streams;
    this.languages = languages;
  }

  public void addTo(Routes routes) {
    routes.inMenu(PATH, Action.SIGN_IN);
    routes.at(PATH, get(this::show).forMembers());
    routes.at(EVENTS, get(this::watch).forMembers(Action.READ_MEASUREMENTS));
    routes.at(PATH + "/csv", get(this::download).forMembers(Action.EXPORT_MEASUREMENTS));
  }

  private Future<Response> show(Exchange exchange) {
    Language language = languages.of(exchange);
    boolean all = exchange.member().may(Action.READ_MEASUREMENTS);
    Figures now = measurements.now();
    GrowthView growth =
        GrowthView.of(
            measurements,
            now.at(),
            new GrowthView.Asked(exchange.query("figure"), exchange.query("period")),
            all,
            web.texts(),
            language);
    return Future.succeededFuture(
        Response.page(
                "measurements",
                all
                    ? MeasurementsView.of(
                        now,
                        growth,
                        language.locale(),
                        exchange.member().may(Action.EXPORT_MEASUREMENTS))
                    : MeasurementsView.ofPresence(now, growth, language.locale()))
            .withoutSecrets());
  }

  private Future<Response> watch(Exchange exchange) throws HttpError {
    EventStreams.Stream stream = streams.open(exchange);
    stream.send("figures", feed.json());
    long timer = vertx.setPeriodic(BETWEEN, _ -> stream.send("figures", feed.json()));
    long end = vertx.setTimer(WATCH, _ -> stream.end());
    exchange.atItsEnd(
        () -> {
          vertx.cancelTimer(timer);
          vertx.cancelTimer(end);
        });
    return Future.succeededFuture(new Response.Sent());
  }

  /** All that is kept, by hour if that is asked for. */
  private Future<Response> download(Exchange exchange) {
    Span span = exchange.query("by").flatMap(word -> Word.named(Span.class, word)).orElse(Span.DAY);
    Buffer text = Buffer.buffer(GrowthDocument.of(measurements.history(span)));
    return Future.succeededFuture(
        Response.document(200, "text/csv; charset=utf-8; header=present", Response.NO_STORE, text)
            .with(
                HttpHeaders.CONTENT_DISPOSITION,
                "attachment; filename=\"measurements-by-%s.csv\"".formatted(span.word())));
  }
}
