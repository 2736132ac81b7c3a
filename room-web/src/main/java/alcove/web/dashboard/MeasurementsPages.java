package alcove.web.dashboard;

import static alcove.web.http.Endpoint.get;

import alcove.room.Action;
import alcove.room.Measurements;
import alcove.web.http.Answer;
import alcove.web.http.EventStreams;
import alcove.web.http.Frames;
import alcove.web.http.Rejection;
import alcove.web.http.Routes;
import alcove.web.http.Visit;
import alcove.web.http.WebContext;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * What is measured of the room, for all its members: the figures of the moment, and the last day.
 * Thread-safe.
 */
public final class MeasurementsPages {
  private static final String PATH = "/dashboard/measurements";
  private static final long BETWEEN = Duration.ofSeconds(2).toMillis();

  /** After so long the page asks again, and is asked who it is. */
  private static final long WATCH = Duration.ofMinutes(1).toMillis();

  private final Vertx vertx;
  private final Measurements measurements;
  private final FiguresFeed feed;
  private final EventStreams streams;
  private final Frames frames;

  public MeasurementsPages(Vertx vertx, WebContext web, EventStreams streams, Frames frames) {
    this.vertx = vertx;
    this.measurements = web.measurements();
    this.feed = new FiguresFeed(measurements, System::nanoTime);
    this.streams = streams;
    this.frames = frames;
  }

  public void addTo(Routes routes) {
    routes.inMenu(PATH, Action.SIGN_IN);
    routes.at(PATH, get(this::show).forMembers());
    routes.at(PATH + "/events", get(this::watch).forMembers());
  }

  private Future<Answer> show(Visit visit) {
    return Future.succeededFuture(
        Answer.page(
            "measurements", MeasurementsPage.of(measurements, frames.languageOf(visit).locale())));
  }

  private Future<Answer> watch(Visit visit) {
    try {
      EventStreams.Stream stream = streams.open(visit);
      stream.send("figures", feed.json());
      long timer = vertx.setPeriodic(BETWEEN, _ -> stream.send("figures", feed.json()));
      long end = vertx.setTimer(WATCH, _ -> stream.end());
      visit.atItsEnd(
          () -> {
            vertx.cancelTimer(timer);
            vertx.cancelTimer(end);
          });
      return Future.succeededFuture(new Answer.Sent());
    } catch (Rejection busy) {
      return Future.failedFuture(busy);
    }
  }
}
