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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Leads an admin through what a new room needs, one question a page. Thread-safe. */
public final class SetupSteps {
  /** The first step. */
  public static final String PATH = "/dashboard/setup";

  private static final String TEMPLATE = "setup-step";

  private final Desk desk;

  public SetupSteps(Desk desk) {
    this.desk = desk;
  }

  public void addTo(Routes routes) {
    routes.at(PATH, get(this::show).and(post(this::save)).forMembers(Action.CHANGE_SETTINGS));
  }

  private List<SetupStep> all() {
    return SetupStep.all(desk.parts().address().get().domain().isPresent());
  }

  private Optional<SetupStep> named(String word) {
    return SetupStep.named(word).filter(all()::contains);
  }

  private Future<Answer> show(Visit visit) {
    SetupStep step = named(visit.query("step").orElse("")).orElse(SetupStep.NAME);
    return Future.succeededFuture(
        Answer.page(TEMPLATE, SetupStepPage.of(desk.parts(), step, Map.of(), Map.of())));
  }

  private Future<Answer> save(Visit visit) {
    return visit.form().compose(form -> desk.storage().run(() -> save(visit.member(), form)));
  }

  /**
   * What is wrong comes back with what was entered; else the next step comes. The answer to a
   * question that is not asked any more changes nothing.
   */
  private Answer save(SignedIn who, Fields form) throws RefusedException, Rejection {
    Optional<SetupStep> named = named(form.get("step").orElse(""));
    if (named.isEmpty()) {
      return new Answer.See(PATH);
    }
    SetupStep step = named.get();
    Map<RoomSetting, String> entered = SettingsPage.entered(step.settings(), form);
    Map<RoomSetting, RefusedException> problems = SettingsPage.problems(entered);
    if (!problems.isEmpty()) {
      return new Answer.Page(
          400, TEMPLATE, SetupStepPage.of(desk.parts(), step, entered, problems));
    }
    desk.room().change(who.actor(), entered);
    return new Answer.See(PATH + "?step=" + next(step).word());
  }

  private SetupStep next(SetupStep step) {
    List<SetupStep> all = all();
    return all.get(Math.min(all.indexOf(step) + 1, all.size() - 1));
  }
}
