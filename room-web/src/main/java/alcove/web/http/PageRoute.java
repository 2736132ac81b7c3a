package alcove.web.http;

import alcove.room.model.Refusal;
import alcove.room.policy.Action;
import alcove.threads.StorageThreads;
import alcove.web.page.LocalPath;
import alcove.web.page.SignedIn;
import io.vertx.core.Future;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A page of members, and the forms on it. A form that is refused because of what is in its fields
 * comes back on the page as it was, searched and turned; one that was done leads back there, where
 * it says so. Thread-safe.
 */
public record PageRoute(
    Routes routes, StorageThreads storage, String path, Action action, Responder page) {
  /** The maker of an answer for a member, on a thread that waits for the registry. */
  @FunctionalInterface
  public interface Responder {
    /**
     * Answers.
     *
     * @param fields of the page's query, or of the form
     * @throws Exception as the future of {@link Endpoint.Responder#answer} fails
     */
    Response answer(SignedIn who, Fields fields) throws Exception;
  }

  /** The maker of a file, on such a thread: by the word for its format. */
  @FunctionalInterface
  public interface FileResponder {
    Response answer(SignedIn who, Fields asked, String format) throws Exception;
  }

  /** Has the page in the main menu, after those before: see {@link alcove.web.page.Menu#add}. */
  public PageRoute inMenu() {
    routes.inMenu(path, action);
    return this;
  }

  /** A form that cannot be corrected: what is refused gets a page that says why. */
  public PageRoute form(String to, Action action, Responder does) {
    return form(to, action, does, Map.of());
  }

  /**
   * A form of those who may do {@code action}.
   *
   * @param to the path that it is sent to
   * @param fields the fields that refusals are about, where it can be corrected
   */
  public PageRoute form(String to, Action action, Responder does, Map<Refusal, String> fields) {
    return form(
        to,
        action,
        RateLimit.USE_DASHBOARD,
        (exchange, form) -> storage.run(() -> does.answer(exchange.member(), form)),
        fields);
  }

  /** The same for what waits for something else than the registry, or counts as something else. */
  public PageRoute form(
      String to,
      Action action,
      RateLimit limit,
      Endpoint.FormResponder does,
      Map<Refusal, String> fields) {
    return form(to, action, limit, does, fields, _ -> false);
  }

  /** The same, where some forms must not wait for other nodes: see {@link Endpoint#urgent}. */
  public PageRoute form(
      String to,
      Action action,
      RateLimit limit,
      Endpoint.FormResponder does,
      Map<Refusal, String> fields,
      Predicate<Fields> isUrgent) {
    Endpoint.FormResponder leading =
        (exchange, form) ->
            does.answer(exchange, form).map(answer -> lead(exchange.member(), answer, form));
    routes.at(
        to, Endpoint.form(limit, leading, fields, this::show).urgent(isUrgent).forMembers(action));
    return this;
  }

  /**
   * A form by which those who may do {@code action} take along what the page shows, as it was
   * searched: {@code does} gets the fields of the page's query.
   */
  public PageRoute file(String to, Action action, FileResponder does) {
    Endpoint.FormResponder handing =
        (exchange, form) -> {
          Fields asked = Fields.parse(query(form).orElse(""));
          return storage.run(() -> does.answer(exchange.member(), asked, form.text("format")));
        };
    routes.at(to, Endpoint.form(RateLimit.USE_DASHBOARD, handing).forMembers(action));
    return this;
  }

  private Response lead(SignedIn who, Response answer, Fields form) {
    return answer instanceof Response.Done done
        ? routes.flashes().lead(who, done, query(form).map(each -> path + "?" + each).orElse(path))
        : answer;
  }

  private Future<Response> show(Exchange exchange, Fields form) {
    Fields asked = query(form).map(Fields::parse).orElse(form);
    return storage.run(() -> page.answer(exchange.member(), asked));
  }

  /** The query of the page that the form was on, if it was this one. */
  private Optional<String> query(Fields form) {
    return form.get("from")
        .filter(LocalPath::isOne)
        .filter(from -> (from + "?").startsWith(path + "?"))
        .map(from -> from.substring(Math.min(from.length(), path.length() + 1)));
  }
}
