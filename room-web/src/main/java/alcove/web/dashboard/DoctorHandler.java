package alcove.web.dashboard;

import static alcove.web.http.Endpoint.get;

import alcove.room.policy.Action;
import alcove.web.http.EventStreams;
import alcove.web.http.Exchange;
import alcove.web.http.HttpError;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The page that shows admins whether the room is well set up. It is there at once, with what was
 * found so far, and comes again when all is. Thread-safe.
 */
public record DoctorHandler(Checkups checkups, EventStreams streams) {
  static final String PATH = "/dashboard/doctor";

  /** So that a page that would be over in a moment does not flicker. */
  private static final Duration MOMENT = Duration.ofMillis(300);

  /** Longer than any check takes. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  public void addTo(Routes routes) {
    routes.inMenu(PATH, Action.CHANGE_SETTINGS);
    routes.at(PATH, get(this::show).forMembers(Action.CHANGE_SETTINGS));
    routes.at(PATH + "/events", get(this::tell).forMembers(Action.CHANGE_SETTINGS));
  }

  private Future<Response> show(Exchange exchange) {
    Checkups.Checkup checkup = checkups.present();
    return checkup
        .whole()
        .map(DoctorView::of)
        .timeout(MOMENT.toMillis(), TimeUnit.MILLISECONDS)
        .otherwise(_ -> DoctorView.soFar(checkup.soFar()))
        .map(view -> Response.page("doctor", view));
  }

  private Future<Response> tell(Exchange exchange) throws HttpError {
    return streams.tellOf(checkups.present().whole(), PATIENCE, exchange);
  }
}
