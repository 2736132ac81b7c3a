package alcove.web.dashboard;

import static alcove.web.http.Endpoint.get;

import alcove.health.Examination;
import alcove.health.Finding;
import alcove.room.policy.Action;
import alcove.web.http.Exchange;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The page that shows admins whether the room is well set up. Whoever asks again within ten seconds
 * gets the same findings, since looking makes connections. Thread-safe.
 */
public final class DoctorHandler {
  private static final String PATH = "/dashboard/doctor";
  private static final long FRESH = Duration.ofSeconds(10).toNanos();

  private final Examination doctor;
  private final LongSupplier nanoTime;
  private @Nullable Future<List<Finding>> latest;
  private long began;

  public DoctorHandler(Examination doctor, LongSupplier nanoTime) {
    this.doctor = doctor;
    this.nanoTime = nanoTime;
  }

  public void addTo(Routes routes) {
    routes.inMenu(PATH, Action.CHANGE_SETTINGS);
    routes.at(PATH, get(this::show).forMembers(Action.CHANGE_SETTINGS));
  }

  private Future<Response> show(Exchange exchange) {
    return findings().map(all -> Response.page("doctor", DoctorView.of(all)));
  }

  private synchronized Future<List<Finding>> findings() {
    long now = nanoTime.getAsLong();
    Future<List<Finding>> known = latest;
    if (known == null || now - began >= FRESH) {
      known = doctor.examine();
      latest = known;
      began = now;
    }
    return known;
  }
}
