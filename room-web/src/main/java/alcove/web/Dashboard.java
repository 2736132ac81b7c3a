package alcove.web;

import static alcove.web.Endpoint.get;

import io.vertx.core.Future;

/** Where members come to when they have signed in. Thread-safe. */
final class Dashboard {
  private final Desk desk;

  Dashboard(Desk desk) {
    this.desk = desk;
  }

  void addTo(Routes routes) {
    routes.at(LocalPath.HOME, get(this::show).forMembers());
  }

  private Future<Answer> show(Visit visit) {
    return desk.storage()
        .run(() -> Answer.page("dashboard", DashboardPage.of(desk.parts(), visit.member())));
  }
}
