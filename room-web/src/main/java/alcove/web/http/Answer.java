package alcove.web.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;

/** What the site answers. */
public sealed interface Answer {
  /** Nobody keeps it. */
  String NO_STORE = "no-store";

  /**
   * A page.
   *
   * @param template which page
   * @param view what it shows
   */
  record Page(int status, String template, Object view) implements Answer {}

  /** A document for programs. */
  record Json(int status, JsonObject body) implements Answer {}

  /**
   * Another page to look at, after something was done.
   *
   * @param path of this site
   */
  record See(String path) implements Answer {}

  /**
   * A document to keep as a file.
   *
   * @param name the file's
   */
  record Download(String name, JsonObject body) implements Answer {}

  /**
   * What browsers may keep, as long as its version stays.
   *
   * @param type its content type
   * @param cacheControl how long browsers may keep it
   * @param version what the header {@code ETag} says
   */
  record File(String type, String cacheControl, String version, Buffer body) implements Answer {}

  /** Events, which are on their way already. */
  record Sent() implements Answer {}

  /**
   * Anything else.
   *
   * @param type its content type
   * @param cacheControl how long browsers may keep it
   */
  record Plain(int status, String type, String cacheControl, Buffer body) implements Answer {}

  /** A word for watchers. */
  static Answer word(int status, String word) {
    return new Plain(status, "text/plain; charset=utf-8", NO_STORE, Buffer.buffer(word));
  }

  /** A page that always shows the same. */
  static Answer page(String template) {
    return page(template, "");
  }

  /** A page with what was asked for. */
  static Answer page(String template, Object view) {
    return new Page(200, template, view);
  }

  /** A document with what was asked for. */
  static Answer json(JsonObject body) {
    return new Json(200, body);
  }
}
