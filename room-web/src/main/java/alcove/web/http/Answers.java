package alcove.web.http;

import alcove.room.Refusal;
import alcove.room.RefusedException;
import alcove.room.StorageBusyException;
import alcove.room.UnkeptBlockException;
import alcove.web.page.ErrorPage;
import alcove.web.page.ErrorText;
import alcove.web.page.Frame;
import alcove.web.page.Language;
import alcove.web.page.Templates;
import alcove.web.page.Texts;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends answers, and says in the form that the client reads what went wrong: the one place where
 * the room's refusals become HTTP. Thread-safe.
 */
public final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);
  private static final String ERROR = "error";

  private final Templates templates;
  private final Texts texts;
  private final Frames frames;

  public Answers(Texts texts, Frames frames) {
    this.templates = new Templates(texts);
    this.texts = texts;
    this.frames = frames;
  }

  /** Sends an answer, if the client is still there. */
  void send(Visit visit, Answer answer) {
    switch (answer) {
      case Answer.Page page -> page(visit, frames.of(visit, page.status()), page);
      case Answer.Json(int status, JsonObject body) -> end(visit.response(), json(status, body));
      case Answer.Download(String name, JsonObject body) -> download(visit, name, body);
      case Answer.File file -> file(visit, file);
      case Answer.Done done -> throw new IllegalStateException("no page is done with " + done);
      case Answer.See(String path) -> see(visit.response(), path);
      case Answer.Sent sent -> {}
      case Answer.Plain plain -> end(visit.response(), plain);
    }
  }

  private void page(Visit visit, Frame frame, Answer.Page page) {
    visit
        .response()
        .putHeader(HttpHeaders.CONTENT_LANGUAGE, frame.language().tag())
        .putHeader(HttpHeaders.VARY, visit.varies());
    templates
        .render(
            page.template(),
            frame.language().locale(),
            Map.of("layout", frame, "page", page.view(), "form", page.form()))
        .onSuccess(html -> end(visit.response(), html(page.status(), html)))
        .onFailure(
            fault -> {
              LOG.error("fault while rendering {}", page.template(), fault);
              end(visit.response(), html(500, "The room has a fault."));
            });
  }

  /** Not once more, if the browser has it. */
  private static void file(Visit visit, Answer.File file) {
    String tag = '"' + file.version() + '"';
    visit.response().putHeader(HttpHeaders.ETAG, tag);
    if (visit.has(tag)) {
      visit
          .response()
          .setStatusCode(304)
          .putHeader(HttpHeaders.CACHE_CONTROL, file.cacheControl())
          .end();
    } else {
      end(visit.response(), new Answer.Plain(200, file.type(), file.cacheControl(), file.body()));
    }
  }

  private static void download(Visit visit, String name, JsonObject body) {
    visit
        .response()
        .putHeader(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
    end(
        visit.response(),
        new Answer.Plain(
            200, "application/json", Answer.NO_STORE, Buffer.buffer(body.encodePrettily())));
  }

  private static Answer.Plain json(int status, JsonObject body) {
    return new Answer.Plain(status, "application/json", Answer.NO_STORE, body.toBuffer());
  }

  private static Answer.Plain html(int status, String html) {
    return new Answer.Plain(
        status, "text/html; charset=utf-8", Answer.NO_STORE, Buffer.buffer(html));
  }

  /** With its length, which would be missing where the answer is to a HEAD. */
  private static void end(HttpServerResponse response, Answer.Plain answer) {
    if (!response.ended() && !response.closed()) {
      response
          .setStatusCode(answer.status())
          .putHeader(HttpHeaders.CONTENT_TYPE, answer.type())
          .putHeader(HttpHeaders.CACHE_CONTROL, answer.cacheControl())
          .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(answer.body().length()))
          .end(answer.body());
    }
  }

  private static void see(HttpServerResponse response, String path) {
    response.putHeader(HttpHeaders.LOCATION, path);
    end(
        response,
        new Answer.Plain(303, "text/plain; charset=utf-8", Answer.NO_STORE, Buffer.buffer()));
  }

  /** Says why there is no answer. */
  public void fail(Visit visit, Throwable failure) {
    if (visit.response().ended() || visit.response().closed()) {
      return;
    }
    switch (failure) {
      case RefusedException refused -> refuse(visit, refused);
      case Rejection rejection -> reject(visit, rejection);
      case UnkeptBlockException unkept -> {
        LOG.error("a block could not be kept: {}", unkept.getMessage());
        error(visit, 503, 503, ErrorPage.UNKEPT_BLOCK);
      }
      case StorageBusyException busy -> error(visit, 503, 503, ErrorPage.BUSY);
      default -> {
        LOG.error("fault while answering a request", failure);
        error(visit, 500, 500, ErrorPage.FAULT);
      }
    }
  }

  /** Apps read why they are refused only where the status is 200. */
  private void refuse(Visit visit, RefusedException refused) {
    send(
        visit,
        visit.wantsJson()
            ? Answer.json(error(refused.text()))
            : Answer.page(
                status(refused.reason()),
                ERROR,
                ErrorText.of(refused.reason(), texts, frames.languageOf(visit))));
  }

  private void reject(Visit visit, Rejection rejection) {
    rejection
        .retryAfter()
        .ifPresent(
            time ->
                visit
                    .response()
                    .putHeader(HttpHeaders.RETRY_AFTER, Long.toString(time.toSeconds())));
    error(visit, rejection.status(), rejection.statusOfJson(), rejection.page());
  }

  private void error(Visit visit, int status, int statusOfJson, ErrorPage page) {
    send(
        visit,
        visit.wantsJson()
            ? new Answer.Json(
                statusOfJson, error(ErrorText.of(page, texts, Language.ENGLISH).line()))
            : Answer.page(status, ERROR, ErrorText.of(page, texts, frames.languageOf(visit))));
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
    return switch (reason) {
      case UNKNOWN, ALIAS_UNKNOWN, INVITE_UNKNOWN, SETUP_LINK_UNKNOWN -> 404;
      case INVITE_SPENT, INVITE_EXPIRED, INVITE_REVOKED, HAS_ADMIN -> 410;
      case MODE, NOT_OPEN, ALIASES_OFF, NOT_ALLOWED, BLOCKED, RANK, LAST_ADMIN, WRONG_PASSWORD ->
          403;
      case TOO_OFTEN -> 429;
      case ALIAS_TAKEN, ALIAS_RESERVED, TOO_MANY_ALIASES, ALREADY_MEMBER, TOO_MANY_APPS -> 409;
      case MALFORMED,
          NOT_AN_ID,
          NO_PERSON,
          BAD_SIGNATURE,
          PASSWORD_LENGTH,
          PASSWORDS_DIFFER,
          INVITE_USES,
          INVITE_LABEL,
          INVITE_EXPIRY,
          BLOCK_SELF,
          BLOCK_REASON,
          BLOCK_END,
          NO_DAY,
          LANGUAGE_TAG,
          NOTICE_LENGTH,
          NOTICE_COMPLEX,
          SETTING,
          APP_NAME,
          APP_PLATFORMS,
          APP_HOMEPAGE,
          APP_BROWSER_LINK,
          APP_ANDROID_PACKAGE ->
          400;
    };
  }
}
