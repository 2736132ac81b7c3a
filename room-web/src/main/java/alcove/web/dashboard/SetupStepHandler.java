package alcove.web.dashboard;

import alcove.identity.Word;
import alcove.room.policy.Action;
import alcove.web.http.Fields;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.SignedIn;
import java.util.List;
import java.util.Optional;

/** The guide of an admin through what a new room needs, one question a page. Thread-safe. */
public record SetupStepHandler(WebContext web) {
  /** The first step. */
  public static final String PATH = "/dashboard/setup";

  public void addTo(Routes routes) {
    routes
        .page(PATH, Action.CHANGE_SETTINGS, (who, query) -> show(query))
        .form(PATH, Action.CHANGE_SETTINGS, this::save);
  }

  private List<SetupStep> all() {
    return SetupStep.all(web.at().domain().isPresent());
  }

  private Optional<SetupStep> named(Fields fields) {
    return Word.named(SetupStep.class, fields.text("step")).filter(all()::contains);
  }

  private Response show(Fields query) {
    SetupStep step = named(query).orElse(SetupStep.NAME);
    return Response.page("setup-step", SetupStepView.of(step, all()));
  }

  /** The answer to a question that is not asked any more changes nothing. */
  private Response save(SignedIn who, Fields form) throws Exception {
    Optional<SetupStep> step = named(form);
    if (step.isEmpty()) {
      return Response.see(PATH);
    }
    web.room().change(who.actor(), SettingsHandler.entered(step.get().settings(), form));
    return Response.see(PATH + "?step=" + next(step.get()).word());
  }

  private SetupStep next(SetupStep step) {
    List<SetupStep> all = all();
    return all.get(Math.min(all.indexOf(step) + 1, all.size() - 1));
  }
}
