package alcove.web.http;

import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.model.RegistryAwayException;
import alcove.room.model.UnkeptBlockException;
import alcove.threads.StorageBusyException;
import alcove.web.page.ErrorPage;
import alcove.web.page.ErrorText;
import alcove.web.page.ErrorView;
import alcove.web.page.Language;
import alcove.web.page.Layout;
import alcove.web.page.Templates;
import alcove.web.page.Texts;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sender of answers, which says in the form that the client reads what went wrong: the one
 * place where the room's refusals become HTTP. Thread-safe.
 */
public final class Responses {
  private static final Logger LOG = LoggerFactory.getLogger(Responses.class);
  private static final String ERROR = "error";

  private final Templates templates;
  private final Texts texts;
  private final Languages languages;
  private final Layouts layouts;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  public Responses(Texts texts, Languages languages, Layouts layouts) {
    this.templates = new Templates(texts);
    this.texts = texts;
    this.languages = languages;
    this.layouts = layouts;
  }

  /** Sends an answer, if the client is still there. */
  void send(Exchange exchange, Response answer) {
    switch (answer) {
      case Response.Page page -> page(exchange, layouts.of(exchange, page.status()), page);
      case Response.Plain plain -> plain(exchange, plain);
      case Response.Done done -> throw new IllegalStateException("no page is done with " + done);
      case Response.Sent sent -> {}
    }
  }

  private void page(Exchange exchange, Layout layout, Response.Page page) {
    exchange
        .response()
        .putHeader(HttpHeaders.CONTENT_LANGUAGE, layout.language().tag())
        .putHeader(HttpHeaders.VARY, exchange.varies());
    boolean squeezed = mayBeSqueezed(exchange, page.compressible());
    templates
        .render(
            page.template(),
            layout.language().locale(),
            Map.of("layout", layout, "page", page.view(), "form", page.form()))
        .map(html -> html(page.status(), html))
        .map(answer -> squeezed ? Compression.squeezed(answer) : answer)
        .onSuccess(answer -> end(exchange.response(), answer))
        .onFailure(
            fault -> {
              LOG.error("fault while rendering {}", page.template(), fault);
              end(exchange.response(), html(500, "The room has a fault."));
            });
  }

  /** Files of lists are large, so an event loop does not make them smaller. */
  private void plain(Exchange exchange, Response.Plain answer) {
    if (mayBeSqueezed(exchange, answer.compressible())) {
      threads.execute(() -> end(exchange.response(), Compression.squeezed(answer)));
    } else {
      end(exchange.response(), answer);
    }
  }

  /** Says that the answer depends on it, where it does. */
  private static boolean mayBeSqueezed(Exchange exchange, boolean compressible) {
    if (compressible) {
      String varies = exchange.response().headers().get(HttpHeaders.VARY);
      exchange
          .response()
          .putHeader(HttpHeaders.VARY, (varies == null ? "" : varies + ", ") + "Accept-Encoding");
    }
    return compressible && Compression.isWelcome(exchange);
  }

  private static Response.Plain html(int status, String html) {
    return Response.document(
        status, "text/html; charset=utf-8", Response.NO_STORE, Buffer.buffer(html));
  }

  private static void end(HttpServerResponse response, Response.Plain answer) {
    if (!response.ended() && !response.closed()) {
      answer.headers().forEach(response::putHeader);
      response.setStatusCode(answer.status()).end(answer.body());
    }
  }

  /** Says why there is no answer. */
  public void fail(Exchange exchange, Throwable failure) {
    if (exchange.response().ended() || exchange.response().closed()) {
      return;
    }
    switch (failure) {
      case RefusedException refused -> refuse(exchange, refused);
      case HttpError rejection -> reject(exchange, rejection);
      case UnkeptBlockException unkept -> {
        LOG.error("a block could not be kept: {}", unkept.getMessage());
        error(exchange, ErrorPage.UNKEPT_BLOCK);
      }
      case StorageBusyException busy -> error(exchange, ErrorPage.BUSY);
      // whoever watches the registry tells the log
      case RegistryAwayException away -> reject(exchange, HttpError.away());
      default -> {
        LOG.error("fault while answering a request", failure);
        error(exchange, ErrorPage.FAULT);
      }
    }
  }

  /** Apps read why they are refused only where the status is 200. */
  private void refuse(Exchange exchange, RefusedException refused) {
    send(
        exchange,
        exchange.wantsJson()
            ? Response.json(error(refused.text()))
            : Response.page(
                status(refused.reason()),
                ERROR,
                ErrorView.of(refused, texts, languages.of(exchange))));
  }

  private void reject(Exchange exchange, HttpError rejection) {
    rejection
        .retryAfter()
        .ifPresent(
            time ->
                exchange
                    .response()
                    .putHeader(HttpHeaders.RETRY_AFTER, Long.toString(time.toSeconds())));
    error(exchange, rejection.page());
  }

  private void error(Exchange exchange, ErrorPage page) {
    send(
        exchange,
        exchange.wantsJson()
            ? Response.json(
                page.statusOfJson(), error(ErrorText.of(page, texts, Language.ENGLISH).line()))
            : Response.page(
                page.status(), ERROR, ErrorView.of(page, texts, languages.of(exchange))));
  }

  private static JsonObject error(String sentence) {
    return new JsonObject().put("status", ERROR).put(ERROR, sentence);
  }

  static int status(Form form) {
    RefusedException problem = form.problem();
    return problem == null ? 200 : status(problem.reason());
  }

  /** The status of a page that says why the room refuses something. */
  private static int status(Refusal reason) {
    return switch (reason.kind()) {
      case INVALID -> 400;
      case FORBIDDEN -> 403;
      case UNKNOWN -> 404;
      case TAKEN -> 409;
      case OVER -> 410;
      case TOO_OFTEN -> 429;
    };
  }
}
