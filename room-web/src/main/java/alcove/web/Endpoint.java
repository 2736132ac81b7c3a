package alcove.web;

import alcove.room.RefusedException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What one path does. Immutable.
 *
 * @param steps what each method does; HEAD comes with GET
 * @param secret it deals with secrets, and so needs a way that nobody can listen on
 * @param shared scripts of other sites may ask for its JSON
 */
record Endpoint(Map<HttpMethod, Step> steps, boolean secret, boolean shared) {
  /** Makes the answer to a request. */
  @FunctionalInterface
  interface Responder {
    /**
     * Begins to answer, on the event loop.
     *
     * @return fails with {@link RefusedException} if the room refuses, or {@link Rejection}
     */
    Future<Answer> answer(Visit visit);
  }

  /**
   * What one method does.
   *
   * @param purpose what it counts as for the limits, if they apply to it
   */
  record Step(Responder responder, Optional<Purpose> purpose) {}

  Endpoint {
    steps = Map.copyOf(steps);
  }

  /** A page that anybody may look at as often as they like. */
  static Endpoint get(Responder responder) {
    return new Endpoint(
        Map.of(HttpMethod.GET, new Step(responder, Optional.empty())), false, false);
  }

  static Endpoint get(Purpose purpose, Responder responder) {
    return of(HttpMethod.GET, purpose, responder);
  }

  /** What anybody may do as often as they like. */
  static Endpoint post(Responder responder) {
    return new Endpoint(
        Map.of(HttpMethod.POST, new Step(responder, Optional.empty())), false, false);
  }

  static Endpoint post(Purpose purpose, Responder responder) {
    return of(HttpMethod.POST, purpose, responder);
  }

  private static Endpoint of(HttpMethod method, Purpose purpose, Responder responder) {
    return new Endpoint(Map.of(method, new Step(responder, Optional.of(purpose))), false, false);
  }

  /** The same with what {@code other} does by its methods. */
  Endpoint and(Endpoint other) {
    Map<HttpMethod, Step> all = new HashMap<>(steps);
    all.putAll(other.steps);
    return new Endpoint(all, secret, shared);
  }

  /** The same for secrets. */
  Endpoint withSecrets() {
    return new Endpoint(steps, true, shared);
  }

  /** The same also for scripts of other sites. */
  Endpoint forScripts() {
    return new Endpoint(steps, secret, true);
  }

  /** The value of the header {@code Allow}. */
  String allow() {
    Stream<String> named = steps.keySet().stream().map(HttpMethod::name);
    Stream<String> implied =
        steps.containsKey(HttpMethod.GET) ? Stream.of("HEAD", "OPTIONS") : Stream.of("OPTIONS");
    return Stream.concat(named, implied).sorted().collect(Collectors.joining(", "));
  }
}
