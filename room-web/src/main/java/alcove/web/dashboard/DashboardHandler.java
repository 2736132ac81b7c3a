package alcove.web.dashboard;

import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.LocalPath;

/** The page that members come to when they have signed in. Thread-safe. */
public record DashboardHandler(WebContext web) {
  public void addTo(Routes routes) {
    routes
        .page(
            LocalPath.HOME, (who, query) -> Response.page("dashboard", DashboardView.of(web, who)))
        .inMenu();
  }
}
