package alcove.web;

import io.vertx.core.json.JsonObject;

/** What the site answers. */
sealed interface Answer {
  /**
   * A page.
   *
   * @param template which page
   * @param view what it shows
   */
  record Page(int status, String template, Object view) implements Answer {}

  /** A document for programs. */
  record Json(int status, JsonObject body) implements Answer {}

  /** A page with what was asked for. */
  static Answer page(String template, Object view) {
    return new Page(200, template, view);
  }

  /** A document with what was asked for. */
  static Answer json(JsonObject body) {
    return new Json(200, body);
  }
}
