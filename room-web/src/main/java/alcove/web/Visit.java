package alcove.web;

import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request as the pages see it. */
final class Visit {
  /** The longest form, in bytes. */
  private static final int LONGEST_FORM = 16 << 10;

  /** The longest JSON document, in bytes. */
  private static final int LONGEST_JSON = 64 << 10;

  private static final String ALIAS_HOST = "alias host";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String JSON = "application/json";

  private final RoutingContext context;
  private final Fields query;

  Visit(RoutingContext context) {
    this.context = context;
    this.query = Fields.parse(context.request().query());
  }

  HttpServerRequest request() {
    return context.request();
  }

  HttpServerResponse response() {
    return context.response();
  }

  /** The method that is asked for; HEAD is a GET whose answer has no body. */
  HttpMethod method() {
    HttpMethod method = request().method();
    return method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
  }

  /** A parameter of the query. */
  Optional<String> query(String name) {
    return query.get(name);
  }

  /** A part of the path, where the route names one. */
  Optional<String> path(String name) {
    return Optional.ofNullable(context.pathParam(name));
  }

  /** The secret that the link carries; empty if there is none. */
  String secret(String... names) {
    for (String name : names) {
      Optional<String> secret = query(name);
      if (secret.isPresent()) {
        return secret.get();
      }
    }
    return "";
  }

  /** Notes that the site was called by an alias' own host. */
  static void callBy(RoutingContext context, String alias) {
    context.put(ALIAS_HOST, alias);
  }

  /** The alias by whose own host the site was called, if it was. */
  Optional<String> aliasHost() {
    return Optional.ofNullable(context.<String>get(ALIAS_HOST));
  }

  /** Whether the body is what an HTML form sends. */
  boolean hasForm() {
    return FORM.equals(contentType());
  }

  /** Whether the body claims to be JSON. */
  boolean hasJson() {
    return JSON.equals(contentType());
  }

  private String contentType() {
    String header = header(HttpHeaders.CONTENT_TYPE);
    int end = header.indexOf(';');
    return (end < 0 ? header : header.substring(0, end)).strip();
  }

  private String header(CharSequence name) {
    @Nullable String header = request().getHeader(name);
    return header == null ? "" : header.toLowerCase(Locale.ROOT);
  }

  /**
   * Whether a program asks, by {@code encoding=json}, by what it accepts, or because it sends what
   * no form sends.
   */
  boolean wantsJson() {
    boolean asks =
        query("encoding").filter("json"::equals).isPresent()
            || header(HttpHeaders.ACCEPT).contains(JSON);
    return asks || (request().method().equals(HttpMethod.POST) && !hasForm());
  }

  /** The body of a form; fails if it is none. */
  Future<Fields> form() {
    return hasForm()
        ? Bodies.read(context, LONGEST_FORM).map(Fields::parse)
        : Future.failedFuture(new Rejection(415, ErrorPage.WRONG_TYPE));
  }

  /** A body that claims to be JSON. */
  Future<String> json() {
    return Bodies.read(context, LONGEST_JSON);
  }

  /** Whether the browser says that another site, or an alias' host, made it send this. */
  boolean comesFromAnotherSite() {
    String site = header("Sec-Fetch-Site");
    return site.equals("cross-site") || site.equals("same-site");
  }
}
