package alcove.web.dashboard;

import alcove.identity.FeedId;
import alcove.identity.Word;
import alcove.room.model.Page;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.Report;
import alcove.room.policy.Action;
import alcove.web.http.Fields;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.http.WebContext;
import alcove.web.page.LocalPath;
import alcove.web.page.SignedIn;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The reports: the form on which members make one, and the queue of moderators. Thread-safe. */
public record ReportHandler(WebContext web) {
  /** The queue. */
  static final String PATH = "/dashboard/reports";

  private static final String FORM = "/dashboard/report";

  private static final Map<Refusal, String> FIELDS =
      Map.of(
          Refusal.NOT_AN_ID, "id",
          Refusal.REPORT_SELF, "id",
          Refusal.REPORTED_ALREADY, "id",
          Refusal.REPORT_TEXT, "text");

  /**
   * What a member who reports somebody sees.
   *
   * @param id the one whom the page before was about; may be empty
   * @param reasons the words for what there is to choose
   * @param made what they reported before, newest first
   */
  record FormView(String id, List<String> reasons, int longestText, List<Report> made) {}

  /**
   * The queue, as its template sees it.
   *
   * @param list those of this page
   * @param open whether these wait
   * @param outcomes the words for what can come of one
   */
  record QueueView(ListView<Report> list, boolean open, List<String> outcomes) {}

  /** The form for a report about somebody. */
  static String formFor(FeedId id) {
    return FORM + "?id=" + LocalPath.encode(id.toString());
  }

  public void addTo(Routes routes) {
    routes
        .page(PATH, Action.HANDLE_REPORTS, this::queue)
        .inMenu()
        .form(PATH + "/take", Action.HANDLE_REPORTS, (who, form) -> take(who, form, true))
        .form(PATH + "/leave", Action.HANDLE_REPORTS, (who, form) -> take(who, form, false))
        .form(PATH + "/close", Action.HANDLE_REPORTS, this::close)
        .form(PATH + "/reopen", Action.HANDLE_REPORTS, this::reopen);
    routes
        .page(FORM, Action.REPORT, this::form)
        .form(FORM + "/send", Action.REPORT, this::send, FIELDS);
  }

  private Response form(SignedIn who, Fields query) {
    return Response.page(
        "report",
        new FormView(
            query.text("id"),
            words(Report.Reason.values()),
            Report.LONGEST_TEXT,
            web.room().reports().of(who.id())));
  }

  private Response send(SignedIn who, Fields form) throws RefusedException {
    web.room()
        .reports()
        .make(
            who.id(), form.id("id"), named(Report.Reason.class, form, "reason"), form.text("text"));
    return Response.see(FORM + "?done=sent");
  }

  private Response queue(SignedIn who, Fields query) throws RefusedException {
    boolean open = !query.text("state").equals("closed");
    Page<Report> page = web.room().reports().page(who.actor(), open, ListQuery.of(query).paging());
    return Response.page(
            "reports",
            new QueueView(
                ListView.of(page, PATH, "", "state", open ? "open" : "closed"),
                open,
                words(Report.Outcome.values())))
        .withoutSecrets();
  }

  private Response take(SignedIn who, Fields form, boolean taken) throws RefusedException {
    web.room().reports().take(who.actor(), number(form), taken);
    return new Response.Done(taken ? "taken" : "left");
  }

  private Response close(SignedIn who, Fields form) throws RefusedException {
    web.room()
        .reports()
        .close(who.actor(), number(form), named(Report.Outcome.class, form, "outcome"));
    return new Response.Done("closed");
  }

  private Response reopen(SignedIn who, Fields form) throws RefusedException {
    web.room().reports().reopen(who.actor(), number(form));
    return Response.see(PATH + "?done=reopened");
  }

  private static long number(Fields form) throws RefusedException {
    return form.number("report")
        .orElseThrow(() -> new RefusedException(Refusal.UNKNOWN, "there is no such report"));
  }

  private static <E extends Enum<E> & Word> E named(Class<E> type, Fields form, String name)
      throws RefusedException {
    return Word.named(type, form.text(name))
        .orElseThrow(() -> new RefusedException(Refusal.MALFORMED, "no " + name + " of this name"));
  }

  private static List<String> words(Word... all) {
    return Stream.of(all).map(Word::word).toList();
  }
}
