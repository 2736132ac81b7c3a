package alcove.web.dashboard;

import static alcove.web.http.Endpoint.get;

import alcove.health.Measurements;
import alcove.room.policy.Action;
import alcove.web.http.EventStreams;
import alcove.web.http.Exchange;
import alcove.web.http.HttpError;
import alcove.web.http.Languages;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * The measurements of the room, for all its members: the figures of the moment, and the last day.
 * Thread-safe.
 */
public final class MeasurementsHandler {
  private static final String PATH = "/dashboard/measurements";
  private static final long BETWEEN = Duration.ofSeconds(2).toMillis();

  /** After so long the page asks again, and is asked who it is. */
  private static final long WATCH = Duration.ofMinutes(1).toMillis();

  private final Vertx vertx;
  private final Measurements measurements;
  private final FiguresFeed feed;
  private final EventStreams streams;
  private final Languages languages;

  public MeasurementsHandler(
      Vertx vertx, WebContext web, EventStreams streams, Languages languages) {
    this.vertx = vertx;
    this.measurements = web.measurements();
    this.feed = new FiguresFeed(measurements, System::nanoTime);
    this.streams = streams;
    this.languages = languages;
  }

  public void addTo(Routes routes) {
    routes.inMenu(PATH, Action.SIGN_IN);
    routes.at(PATH, get(this::show).forMembers());
    routes.at(PATH + "/events", get(this::watch).forMembers());
  }

  private Future<Response> show(Exchange exchange) {
    return Future.succeededFuture(
        Response.page(
            "measurements", MeasurementsView.of(measurements, languages.of(exchange).locale())));
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
}
