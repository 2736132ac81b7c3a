package alcove.web.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An answer of the site. */
public sealed interface Response {
  /** Nobody keeps it. */
  String NO_STORE = "no-store";

  /** A text for programs and people at a terminal. */
  String TEXT = "text/plain; charset=utf-8";

  /**
   * A page.
   *
   * @param template which page
   * @param view what it shows
   * @param form a form on it that came back
   * @param repeatable whether a form that has it for an answer has changed nothing
   * @param compressible whether it may be made smaller: see {@link Compression}
   */
  record Page(
      int status, String template, Object view, Form form, boolean repeatable, boolean compressible)
      implements Response {
    /** What a form holds is not compressed. */
    Page again(Form again) {
      return new Page(Responses.status(again), template, view, again, true, false);
    }

    /** The same, which has no secret but those that are new on each page. */
    public Page withoutSecrets() {
      return new Page(status, template, view, form, repeatable, true);
    }
  }

  /**
   * A page that says what was done: the one again that the form is on, or another.
   *
   * @param word the end of that text's key
   * @param to the path and query of the other
   * @param about whom or what it names, in turn: a {@code FeedId}, a number, or a text
   * @param undo what takes it back
   */
  record Done(String word, Optional<String> to, List<Object> about, Optional<Flashes.Undo> undo)
      implements Response {
    public Done {
      about = List.copyOf(about);
    }

    public Done(String word) {
      this(word, Optional.empty(), List.of(), Optional.empty());
    }

    /** The same on another page. */
    public Done on(String page) {
      return new Done(word, Optional.of(page), about, undo);
    }

    /** The same, which says about whom or what. */
    public Done about(Object... named) {
      return new Done(word, to, List.of(named), undo);
    }

    /** The same, which can be taken back. */
    public Done unless(Flashes.Undo taken) {
      return new Done(word, to, about, Optional.of(taken));
    }
  }

  /** Events, which are on their way already. */
  record Sent() implements Response {}

  /** Anything else, as it is sent. */
  record Plain(int status, Map<String, String> headers, Buffer body, boolean compressible)
      implements Response {
    public Plain {
      headers = Map.copyOf(headers);
    }

    /** Whether browsers keep it as a file. */
    boolean isFile() {
      return headers.containsKey(HttpHeaders.CONTENT_DISPOSITION.toString());
    }

    /** One that is sent as it is. */
    public Plain(int status, Map<String, String> headers, Buffer body) {
      this(status, headers, body, false);
    }

    /** The same, which has no secret, and so may be made smaller: see {@link Compression}. */
    public Plain withoutSecrets() {
      return new Plain(status, headers, body, true);
    }

    /** The same with another body. */
    Plain of(Buffer other) {
      return new Plain(status, headers, other, compressible);
    }

    /** The same with one header more. */
    public Plain with(CharSequence header, String value) {
      Map<String, String> all = new HashMap<>(headers);
      all.put(header.toString(), value);
      return new Plain(status, all, body, compressible);
    }
  }

  /**
   * A document of some content type, which browsers may keep as long as {@code cacheControl} says;
   * with its length, which would be missing where the answer is to a HEAD.
   */
  static Plain document(int status, String type, String cacheControl, Buffer body) {
    return new Plain(
        status,
        Map.of(
            HttpHeaders.CONTENT_TYPE.toString(), type,
            HttpHeaders.CACHE_CONTROL.toString(), cacheControl,
            HttpHeaders.CONTENT_LENGTH.toString(), Integer.toString(body.length())),
        body);
  }

  /** A word for watchers. */
  static Response word(int status, String word) {
    return document(status, TEXT, NO_STORE, Buffer.buffer(word));
  }

  /** Another page of this site to look at, after something was done. */
  public static Response see(String path) {
    return document(303, TEXT, NO_STORE, Buffer.buffer()).with(HttpHeaders.LOCATION, path);
  }

  /** A document for programs. */
  static Response json(int status, JsonObject body) {
    return document(status, "application/json", NO_STORE, body.toBuffer());
  }

  /** A document with what was asked for. */
  static Response json(JsonObject body) {
    return json(200, body);
  }

  /** A document to keep as a file of this name. */
  static Response download(String name, JsonObject body) {
    return document(200, "application/json", NO_STORE, Buffer.buffer(body.encodePrettily()))
        .with(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + "\"");
  }

  /** A page with what was asked for. */
  static Page page(String template, Object view) {
    return page(200, template, view);
  }

  /** A page that is no success. */
  static Page page(int status, String template, Object view) {
    return new Page(status, template, view, Form.EMPTY, false, false);
  }

  /** A page of how something would be, as which a form comes back that has changed nothing. */
  static Response preview(String template, Object view) {
    return new Page(200, template, view, Form.EMPTY, true, false);
  }
}
