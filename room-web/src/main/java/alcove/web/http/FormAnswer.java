package alcove.web.http;

import alcove.web.page.ErrorPage;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to a form, with the cookies that went along. Another node is told of it in JSON; of a
 * page no more than that there was one, since what it shows lives in memory. Immutable.
 */
record FormAnswer(Response response, List<Cookie> cookies) {
  /** Bytes of a body that another node is told of. */
  private static final int LONGEST = 64 << 10;

  /** Whether something was done that should not be done again; a file is made anew. */
  boolean counts() {
    return switch (response) {
      case Response.Page page -> page.status() < 400 && !page.repeatable();
      case Response.Plain plain -> plain.status() < 400 && !plain.isFile();
      case Response.Done _, Response.Sent _ -> false;
    };
  }

  /** The same answer to whoever sent the form again. */
  Response to(Exchange exchange) {
    cookies.forEach(exchange::addCookie);
    return response;
  }

  /** As another node is told of it; nothing if it does not count. */
  byte[] encode() {
    if (!counts()) {
      return new byte[0];
    }
    JsonObject told = new JsonObject();
    if (response instanceof Response.Plain plain && plain.body().length() <= LONGEST) {
      JsonObject headers = new JsonObject();
      plain.headers().forEach(headers::put);
      JsonArray all = new JsonArray();
      cookies.forEach(each -> all.add(encode(each)));
      told.put("status", plain.status())
          .put("headers", headers)
          .put("body", plain.body().getBytes())
          .put("cookies", all);
    }
    return told.toBuffer().getBytes();
  }

  private static JsonObject encode(Cookie cookie) {
    return new JsonObject()
        .put("name", cookie.getName())
        .put("value", cookie.getValue())
        .put("path", cookie.getPath())
        .put("age", cookie.getMaxAge())
        .put("secure", cookie.isSecure())
        .put("http", cookie.isHttpOnly())
        .put("site", Optional.ofNullable(cookie.getSameSite()).map(Enum::name).orElse(null));
  }

  /**
   * Reads what another node told.
   *
   * @return empty if nothing was done there; fails with {@link ErrorPage#DONE_ALREADY} if it was
   *     answered with what cannot be told
   */
  static Future<Optional<FormAnswer>> decode(byte[] told) {
    if (told.length == 0) {
      return Future.succeededFuture(Optional.empty());
    }
    try {
      JsonObject json = new JsonObject(Buffer.buffer(told));
      if (!json.containsKey("status")) {
        return Future.failedFuture(new HttpError(ErrorPage.DONE_ALREADY));
      }
      Map<String, String> headers = new HashMap<>();
      json.getJsonObject("headers")
          .forEach(each -> headers.put(each.getKey(), each.getValue().toString()));
      return Future.succeededFuture(
          Optional.of(
              new FormAnswer(
                  new Response.Plain(
                      json.getInteger("status"), headers, Buffer.buffer(json.getBinary("body"))),
                  json.getJsonArray("cookies").stream()
                      .map(each -> cookie((JsonObject) each))
                      .toList())));
    } catch (DecodeException
        | ClassCastException
        | IllegalArgumentException
        | NullPointerException malformed) {
      return Future.failedFuture(new HttpError(ErrorPage.DONE_ALREADY));
    }
  }

  private static Cookie cookie(JsonObject told) {
    Cookie cookie = Cookie.cookie(told.getString("name"), told.getString("value"));
    cookie.setPath(told.getString("path"));
    cookie.setMaxAge(told.getLong("age"));
    cookie.setSecure(told.getBoolean("secure"));
    cookie.setHttpOnly(told.getBoolean("http"));
    String site = told.getString("site");
    if (site != null) {
      cookie.setSameSite(CookieSameSite.valueOf(site));
    }
    return cookie;
  }
}
