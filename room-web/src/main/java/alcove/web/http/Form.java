package alcove.web.http;

import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import io.vertx.core.Future;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A form that came back: what was entered, and what is wrong about it, by field. Templates know it
 * as {@code form}, and the one of a page that nobody has filled in is empty. Immutable.
 *
 * @param problems the first field that is wrong first
 * @param to the path that it was sent to; empty if it was not
 * @param kept whether it was kept over the end of a session, and so nothing was done
 */
public record Form(
    Fields entered, Map<String, RefusedException> problems, String to, boolean kept) {
  /** A form in which more than one field may be wrong. */
  public static final class WrongFieldsException extends Exception {
    /** Immutable, which its type does not say. */
    @SuppressWarnings("serial")
    private final Map<String, RefusedException> problems;

    /** One with what is wrong by field; at least one is. */
    public WrongFieldsException(Map<String, RefusedException> problems) {
      super("wrong fields", null, false, false);
      this.problems = Collections.unmodifiableMap(new LinkedHashMap<>(problems));
    }
  }

  /** One that nobody has filled in. */
  public static final Form EMPTY = new Form(Fields.NONE, Map.of(), "", false);

  public Form {
    problems = Collections.unmodifiableMap(new LinkedHashMap<>(problems));
  }

  /** What stands in a field: what was entered, or {@code otherwise} until something is. */
  public String value(String field, Object otherwise) {
    return entered.get(field).orElseGet(otherwise::toString);
  }

  /** One that was kept over the end of a session. */
  static Form kept(Fields entered, String to) {
    return new Form(entered, Map.of(), to, true);
  }

  /** Whether it is the one that is sent to {@code path}. */
  public boolean isTo(String path) {
    return to.equals(path);
  }

  /** Whether {@code field} is the first that is wrong, where the browser is to begin. */
  public boolean begins(String field) {
    return problems.keySet().stream().findFirst().filter(field::equals).isPresent();
  }

  /** Whether a box is ticked: browsers leave out what is not. */
  public boolean ticked(String field, boolean otherwise) {
    return entered.isEmpty() ? otherwise : entered.get(field).isPresent();
  }

  /** What is wrong about a field; null if nothing is. */
  public @Nullable RefusedException problem(String field) {
    return problems.get(field);
  }

  /** The ids of what a screen reader says with a field; null if there is nothing. */
  public @Nullable String describedBy(String field, boolean hasHint) {
    String hint = hasHint ? field + "-hint" : "";
    String all = problem(field) == null ? hint : (hint + " " + field + "-problem").strip();
    return all.isEmpty() ? null : all;
  }

  /** What is wrong, whichever field it is about; null if nothing is. */
  public @Nullable RefusedException problem() {
    return problems.values().stream().findFirst().orElse(null);
  }

  /**
   * Shows a form again if what failed is a matter of its fields; else, and for programs, it stays a
   * failure.
   */
  static Future<Response> again(
      Exchange exchange,
      Throwable failure,
      Fields entered,
      Map<Refusal, String> fields,
      Endpoint.FormResponder page) {
    Optional<Map<String, RefusedException>> wrong =
        exchange.wantsJson() ? Optional.empty() : problems(failure, fields);
    return wrong
        .map(
            problems ->
                Endpoint.begin(() -> page.answer(exchange, entered))
                    .map(
                        answer ->
                            with(answer, new Form(entered, problems, exchange.path(), false))))
        .orElseGet(() -> Future.failedFuture(failure));
  }

  private static Response with(Response answer, Form form) {
    return answer instanceof Response.Page page ? page.again(form) : answer;
  }

  private static Optional<Map<String, RefusedException>> problems(
      Throwable failure, Map<Refusal, String> fields) {
    return switch (failure) {
      case WrongFieldsException wrong -> Optional.of(wrong.problems);
      case RefusedException refused ->
          Optional.ofNullable(fields.get(refused.reason())).map(field -> Map.of(field, refused));
      default -> Optional.empty();
    };
  }
}
