package alcove.web.http;

import alcove.limits.ExpiringPlaces;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.Cookie;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The answers to forms that were sent lately, so that whoever sends one twice, by a double click or
 * by loading its answer again, gets the same answer and nothing is done again. Forms that were not
 * done are forgotten at once: to send one again is to try again. In memory, for ten minutes, and a
 * thousand of them. Thread-safe; never blocks.
 */
final class AnsweredForms {
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final int MOST = 1000;

  private final InstantSource clock;
  private final ExpiringPlaces<Future<Answer>> answers;

  /** An answer, with the cookies that went along. */
  private record Answer(Response response, List<Cookie> cookies) {
    /** Whether something was done that should not be done again; a file is made anew. */
    boolean counts() {
      return switch (response) {
        case Response.Page page -> page.status() < 400 && !page.repeatable();
        case Response.Plain plain -> plain.status() < 400 && !plain.isFile();
        case Response.Done _, Response.Sent _ -> false;
      };
    }

    private Response to(Exchange exchange) {
      cookies.forEach(exchange::addCookie);
      return response;
    }
  }

  AnsweredForms(InstantSource clock) {
    this.clock = clock;
    this.answers = new ExpiringPlaces<>(MOST, clock);
  }

  /**
   * Answers a form, unless it was answered already or is being answered now.
   *
   * @param hash of all that makes it this form
   * @param origin what limits on where it comes from go by; null if none apply
   */
  Future<Response> once(
      Exchange exchange,
      String hash,
      @Nullable String origin,
      Supplier<Future<Response>> answering) {
    Promise<Answer> answer = Promise.promise();
    Optional<Future<Answer>> former;
    synchronized (answers) {
      former = answers.find(hash);
      if (former.isEmpty()) {
        answers.put(hash, answer.future(), clock.instant().plus(LIFE), origin);
      }
    }
    if (former.isPresent()) {
      return again(exchange, former.get());
    }
    return answering
        .get()
        .onComplete(
            result -> {
              answer.handle(result.map(response -> new Answer(response, exchange.cookies())));
              if (result.failed() || !answer.future().result().counts()) {
                answers.remove(hash);
              }
            });
  }

  /** The answer to a form that led elsewhere, if there is one. */
  Optional<Future<Response>> leading(Exchange exchange, String hash) {
    return answers
        .find(hash)
        .filter(
            answer -> !answer.isComplete() || answer.result().response() instanceof Response.Plain)
        .map(answer -> again(exchange, answer));
  }

  /** On the event loop of this visit, whoever makes the answer. */
  private static Future<Response> again(Exchange exchange, Future<Answer> former) {
    return exchange.later(former).map(answer -> answer.to(exchange));
  }
}
