package alcove.web.dashboard;

import alcove.web.http.Answer;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.LocalPath;

/** Where members come to when they have signed in. Thread-safe. */
public final class Dashboard {
  private final WebContext web;

  public Dashboard(WebContext web) {
    this.web = web;
  }

  public void addTo(Routes routes) {
    routes
        .page(LocalPath.HOME, (who, query) -> Answer.page("dashboard", DashboardPage.of(web, who)))
        .inMenu();
  }
}
