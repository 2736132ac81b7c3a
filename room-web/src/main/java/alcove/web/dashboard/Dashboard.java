package alcove.web.dashboard;

import alcove.web.http.Answer;
import alcove.web.http.Desk;
import alcove.web.http.Routes;
import alcove.web.page.LocalPath;

/** Where members come to when they have signed in. Thread-safe. */
public final class Dashboard {
  private final Desk desk;

  public Dashboard(Desk desk) {
    this.desk = desk;
  }

  public void addTo(Routes routes) {
    routes
        .page(
            LocalPath.HOME,
            (who, query) -> Answer.page("dashboard", DashboardPage.of(desk.parts(), who)))
        .inMenu();
  }
}
