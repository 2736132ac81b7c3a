package alcove.web.http;

import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.policy.Action;
import alcove.web.page.ErrorPage;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The methods of one path, and whom it is for. Immutable.
 *
 * @param steps what each method does; HEAD comes with GET
 * @param audience whom it is for
 * @param secret it deals with secrets, and so needs a way that nobody can listen on
 * @param shared scripts of other sites may ask for its JSON
 */
public record Endpoint(
    Map<HttpMethod, Step> steps, Audience audience, boolean secret, boolean shared) {
  /** The people whom an endpoint is for. */
  sealed interface Audience {
    /** Everybody alike: it does not want to know who asks. */
    record Anonymous() implements Audience {}

    /** Everybody; who is signed in may see more. */
    record Anybody() implements Audience {}

    /** Members who are signed in and may do this. Its forms carry the session's token. */
    record Members(Action action) implements Audience {}
  }

  /** The maker of the answer to a request. */
  @FunctionalInterface
  public interface Responder {
    /**
     * Begins to answer, on the event loop.
     *
     * @return fails with {@link RefusedException} if the room refuses, or {@link HttpError}
     * @throws Exception as it fails
     */
    Future<Response> answer(Exchange exchange) throws Exception;
  }

  /** The maker of the answer to a form. */
  @FunctionalInterface
  public interface FormResponder {
    /**
     * Begins to answer, on the event loop.
     *
     * @return fails as that of {@link Responder#answer}
     * @throws Exception as it fails
     */
    Future<Response> answer(Exchange exchange, Fields form) throws Exception;
  }

  /**
   * The work of one method.
   *
   * @param form answers forms, if it is for any
   * @param responder answers all else
   * @param limit what it counts as for the limits, if they apply to it
   * @param isUrgent which forms must not wait for other nodes: see {@link Forms#answer}
   */
  record Step(
      Optional<FormResponder> form,
      Responder responder,
      Optional<RateLimit> limit,
      Predicate<Fields> isUrgent) {
    Step(Optional<FormResponder> form, Responder responder, Optional<RateLimit> limit) {
      this(form, responder, limit, _ -> false);
    }

    private Step within(RateLimit otherwise) {
      return new Step(form, responder, Optional.of(limit.orElse(otherwise)), isUrgent);
    }

    private Step urgent(Predicate<Fields> which) {
      return new Step(form, responder, limit, which);
    }

    Future<Response> answer(Exchange exchange, Forms forms) {
      return form.isPresent() && exchange.hasForm()
          ? forms.answer(exchange, form.get(), isUrgent)
          : begin(() -> responder.answer(exchange));
    }
  }

  public Endpoint {
    steps = Map.copyOf(steps);
  }

  /** What anybody may ask for as often as they like, since it costs next to nothing. */
  public static Endpoint get(Responder responder) {
    return of(HttpMethod.GET, new Step(Optional.empty(), responder, Optional.empty()));
  }

  public static Endpoint get(RateLimit limit, Responder responder) {
    return of(HttpMethod.GET, new Step(Optional.empty(), responder, Optional.of(limit)));
  }

  public static Endpoint post(RateLimit limit, Responder responder) {
    return of(HttpMethod.POST, new Step(Optional.empty(), responder, Optional.of(limit)));
  }

  /** A form that cannot be corrected: what is refused gets a page that says why. */
  public static Endpoint form(RateLimit limit, FormResponder does) {
    return of(
        HttpMethod.POST,
        new Step(
            Optional.of(does),
            _ -> Future.failedFuture(new HttpError(ErrorPage.WRONG_TYPE)),
            Optional.of(limit)));
  }

  /**
   * A form that comes back, with what was entered, if what fails is a matter of its fields; all
   * else gets a page of its own.
   *
   * @param fields the fields that reasons are about
   * @param page shows the page that the form is on
   */
  public static Endpoint form(
      RateLimit limit, FormResponder does, Map<Refusal, String> fields, FormResponder page) {
    return form(
        limit,
        (exchange, form) ->
            begin(() -> does.answer(exchange, form))
                .recover(failure -> Form.again(exchange, failure, form, fields, page)));
  }

  /** The same form, where some must not wait for other nodes, and doing them twice is harmless. */
  Endpoint urgent(Predicate<Fields> which) {
    Map<HttpMethod, Step> all = new HashMap<>(steps);
    all.replaceAll((_, step) -> step.urgent(which));
    return new Endpoint(all, audience, secret, shared);
  }

  /** The same form, where programs send something else, which {@code otherwise} answers. */
  public Endpoint orElse(Responder otherwise) {
    Map<HttpMethod, Step> both = new HashMap<>(steps);
    both.replaceAll((_, step) -> new Step(step.form(), otherwise, step.limit()));
    return new Endpoint(both, audience, secret, shared);
  }

  /** What fails at once fails as what fails later. */
  public static <T> Future<T> begin(Callable<Future<T>> work) {
    try {
      return work.call();
    } catch (Exception failure) {
      return Future.failedFuture(failure);
    }
  }

  private static Endpoint of(HttpMethod method, Step step) {
    return new Endpoint(Map.of(method, step), new Audience.Anybody(), false, false);
  }

  /** The same with what {@code other} does by its methods. */
  public Endpoint and(Endpoint other) {
    Map<HttpMethod, Step> all = new HashMap<>(steps);
    all.putAll(other.steps);
    return new Endpoint(all, audience, secret, shared);
  }

  /** The same, whoever asks. */
  public Endpoint anonymous() {
    return new Endpoint(steps, new Audience.Anonymous(), secret, shared);
  }

  /** The same for members who are signed in. */
  public Endpoint forMembers() {
    return forMembers(Action.SIGN_IN);
  }

  /** The same for members who are signed in and may do {@code action}. */
  public Endpoint forMembers(Action action) {
    Map<HttpMethod, Step> limited = new HashMap<>(steps);
    limited.replaceAll((_, step) -> step.within(RateLimit.USE_DASHBOARD));
    return new Endpoint(limited, new Audience.Members(action), true, shared);
  }

  /** The same for secrets. */
  public Endpoint withSecrets() {
    return new Endpoint(steps, audience, true, shared);
  }

  /** The same also for scripts of other sites. */
  public Endpoint forScripts() {
    return new Endpoint(steps, audience, secret, true);
  }

  /** The value of the header {@code Allow}. */
  String allow() {
    Stream<String> named = steps.keySet().stream().map(HttpMethod::name);
    Stream<String> implied =
        steps.containsKey(HttpMethod.GET) ? Stream.of("HEAD", "OPTIONS") : Stream.of("OPTIONS");
    return Stream.concat(named, implied).sorted().collect(Collectors.joining(", "));
  }
}
