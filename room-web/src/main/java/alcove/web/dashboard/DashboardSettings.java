package alcove.web.dashboard;

import static alcove.web.http.Endpoint.get;
import static alcove.web.http.Endpoint.post;

import alcove.room.Action;
import alcove.room.RefusedException;
import alcove.room.RoomSetting;
import alcove.web.http.Answer;
import alcove.web.http.Desk;
import alcove.web.http.Fields;
import alcove.web.http.Rejection;
import alcove.web.http.Routes;
import alcove.web.http.Visit;
import alcove.web.page.SignedIn;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What admins choose. Thread-safe. */
public final class DashboardSettings {
  /** The page. */
  static final String PATH = "/dashboard/settings";

  private static final String TEMPLATE = "settings";
  private static final Set<String> DONE = Set.of("saved", "mode");

  private final Desk desk;

  public DashboardSettings(Desk desk) {
    this.desk = desk;
  }

  public void addTo(Routes routes) {
    routes.at(PATH, get(this::show).forMembers(Action.CHANGE_SETTINGS));
    routes.at(PATH + "/save", post(this::save).forMembers(Action.CHANGE_SETTINGS));
    routes.at(
        PATH + "/privacy-mode", post(this::changeMode).forMembers(Action.CHANGE_PRIVACY_MODE));
  }

  private Future<Answer> show(Visit visit) {
    @Nullable String done = visit.query("done").filter(DONE::contains).orElse(null);
    return Future.succeededFuture(
        Answer.page(TEMPLATE, SettingsPage.of(desk.parts(), Map.of(), Map.of(), done)));
  }

  private Future<Answer> save(Visit visit) {
    return visit.form().compose(form -> desk.storage().run(() -> save(visit.member(), form)));
  }

  /** All of them are saved, or none: then they come back as they were entered. */
  private Answer save(SignedIn who, Fields form) throws RefusedException, Rejection {
    Map<RoomSetting, String> entered = SettingsPage.entered(SettingsPage.SHOWN, form);
    Map<RoomSetting, RefusedException> problems = SettingsPage.problems(entered);
    if (!problems.isEmpty()) {
      return new Answer.Page(400, TEMPLATE, SettingsPage.of(desk.parts(), entered, problems, null));
    }
    desk.room().change(who.actor(), entered);
    return new Answer.See(PATH + "?done=saved");
  }

  private Future<Answer> changeMode(Visit visit) {
    return visit
        .form()
        .compose(
            form ->
                desk.storage()
                    .run(
                        () -> {
                          desk.room()
                              .change(
                                  visit.member().actor(),
                                  RoomSetting.PRIVACY_MODE,
                                  form.get("mode").orElse(""));
                          return new Answer.See(PATH + "?done=mode");
                        }));
  }
}
