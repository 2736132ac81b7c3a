package alcove.web.http;

import alcove.cluster.NodeId;
import alcove.cluster.shared.NodeCalls;
import alcove.limits.ExpiringPlaces;
import alcove.web.page.ErrorPage;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The answers to forms that were sent lately, so that whoever sends one twice, by a double click or
 * by loading its answer again, gets the same answer and nothing is done again. Forms that were not
 * done are forgotten at once: to send one again is to try again. In memory, for ten minutes, and a
 * thousand of them; of several nodes one answers, and the others ask it. Thread-safe; never blocks.
 */
final class AnsweredForms {
  private static final Duration LIFE = Duration.ofMinutes(10);
  private static final int MOST = 1000;

  /** How often a form is tried again that came to nothing at another node. */
  private static final int TRIES = 2;

  private final InstantSource clock;
  private final ExpiringPlaces<Future<FormAnswer>> answers;
  private final FormTurns turns;

  AnsweredForms(NodeCalls nodes, InstantSource clock) {
    this.clock = clock;
    this.answers = new ExpiringPlaces<>(MOST, clock);
    this.turns = new FormTurns(nodes, clock, LIFE, answers::find);
  }

  /**
   * Answers a form, unless it was answered already or is being answered now.
   *
   * @param hash of all that makes it this form
   * @param origin what limits on where it comes from go by; null if none apply
   * @param isUrgent whether it must not wait for other nodes, and may be done twice if they get it
   *     at the same moment
   */
  Future<Response> once(
      Exchange exchange,
      String hash,
      @Nullable String origin,
      Supplier<Future<Response>> answering,
      boolean isUrgent) {
    Promise<FormAnswer> answer = Promise.promise();
    Optional<Future<FormAnswer>> former;
    synchronized (answers) {
      former = answers.find(hash);
      if (former.isEmpty()) {
        answers.put(hash, answer.future(), clock.instant().plus(LIFE), origin);
      }
    }
    if (former.isPresent()) {
      return again(exchange, former.get());
    }
    return begin(exchange, hash, answering, isUrgent)
        .onComplete(
            result -> {
              answer.handle(result.map(response -> new FormAnswer(response, exchange.cookies())));
              if (result.failed() || !answer.future().result().counts()) {
                answers.remove(hash);
                turns.giveBack(hash);
              }
            });
  }

  private Future<Response> begin(
      Exchange exchange, String hash, Supplier<Future<Response>> answering, boolean isUrgent) {
    if (turns.takeAlone(hash)) {
      return answering.get();
    }
    return isUrgent
        ? inTurn(exchange, hash, answering, turns.takeAtOnce(hash), TRIES)
        : inTurn(exchange, hash, answering, TRIES);
  }

  /** Answers a form, unless another node has its turn at it, and something comes of that. */
  private Future<Response> inTurn(
      Exchange exchange, String hash, Supplier<Future<Response>> answering, int tries) {
    return exchange
        .later(turns.take(hash))
        .compose(other -> inTurn(exchange, hash, answering, other, tries));
  }

  /** The same where it is known whether another node has its turn. */
  private Future<Response> inTurn(
      Exchange exchange,
      String hash,
      Supplier<Future<Response>> answering,
      Optional<NodeId> other,
      int tries) {
    return other.isEmpty()
        ? answering.get()
        : exchange
            .later(turns.answer(other.get(), hash).recover(AnsweredForms::unanswered))
            .compose(
                told ->
                    told.isPresent() || tries == 0
                        ? told(exchange, told)
                        : inTurn(exchange, hash, answering, tries - 1));
  }

  private static Future<Response> told(Exchange exchange, Optional<FormAnswer> told) {
    return told.map(answer -> Future.succeededFuture(answer.to(exchange)))
        .orElseGet(() -> Future.failedFuture(new HttpError(ErrorPage.BUSY)));
  }

  /** The other node has gone meanwhile, or takes too long: nobody knows what came of it. */
  private static <T> Future<T> unanswered(Throwable failure) {
    return Future.failedFuture(
        failure instanceof HttpError ? failure : new HttpError(ErrorPage.BUSY));
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
  private static Future<Response> again(Exchange exchange, Future<FormAnswer> former) {
    return exchange.later(former).map(answer -> answer.to(exchange));
  }
}
