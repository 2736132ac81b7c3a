package alcove.web.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** An answer of the site. */
public sealed interface Response {
  /** Nobody keeps it. */
  String NO_STORE = "no-store";

  /**
   * A page.
   *
   * @param template which page
   * @param view what it shows
   * @param form a form on it that came back
   */
  record Page(int status, String template, Object view, Form form) implements Response {
    Page again(Form again) {
      return new Page(Responses.status(again), template, view, again);
    }
  }

  /** A document for programs. */
  record Json(int status, JsonObject body) implements Response {}

  /**
   * The page again that a form is on, which says what was done.
   *
   * @param word the end of that text's key
   */
  record Done(String word) implements Response {}

  /**
   * Another page to look at, after something was done.
   *
   * @param path of this site
   */
  record See(String path) implements Response {}

  /**
   * A document to keep as a file.
   *
   * @param name the file's
   */
  record Download(String name, JsonObject body) implements Response {}

  /**
   * A file that browsers may keep, as long as its version stays.
   *
   * @param type its content type
   * @param cacheControl how long browsers may keep it
   * @param version what the header {@code ETag} says
   */
  record File(String type, String cacheControl, String version, Buffer body) implements Response {}

  /** Events, which are on their way already. */
  record Sent() implements Response {}

  /**
   * Anything else.
   *
   * @param type its content type
   * @param cacheControl how long browsers may keep it
   */
  record Plain(int status, String type, String cacheControl, Buffer body) implements Response {}

  /** A word for watchers. */
  static Response word(int status, String word) {
    return new Plain(status, "text/plain; charset=utf-8", NO_STORE, Buffer.buffer(word));
  }

  /** A page that always shows the same. */
  static Response page(String template) {
    return page(template, "");
  }

  /** A page with what was asked for. */
  static Response page(String template, Object view) {
    return page(200, template, view);
  }

  /** A page that is no success. */
  static Response page(int status, String template, Object view) {
    return new Page(status, template, view, Form.EMPTY);
  }

  /** A document with what was asked for. */
  static Response json(JsonObject body) {
    return new Json(200, body);
  }
}
