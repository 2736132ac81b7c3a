package alcove.web.dashboard;

import static alcove.web.http.Endpoint.get;

import alcove.web.http.Answer;
import alcove.web.http.Desk;
import alcove.web.http.Routes;
import alcove.web.http.Visit;
import alcove.web.page.LocalPath;
import io.vertx.core.Future;

/** Where members come to when they have signed in. Thread-safe. */
public final class Dashboard {
  private final Desk desk;

  public Dashboard(Desk desk) {
    this.desk = desk;
  }

  public void addTo(Routes routes) {
    routes.at(LocalPath.HOME, get(this::show).forMembers());
  }

  private Future<Answer> show(Visit visit) {
    return desk.storage()
        .run(() -> Answer.page("dashboard", DashboardPage.of(desk.parts(), visit.member())));
  }
}
