package alcove.web.http;

import alcove.room.apps.Platform;
import alcove.web.page.ErrorPage;
import alcove.web.page.SignedIn;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One request as the pages see it. Confined to its event loop. */
public final class Exchange {
  /** The longest JSON document, in bytes. */
  private static final int LONGEST_JSON = 64 << 10;

  /** What a form has besides its file, in bytes. */
  private static final int AROUND_A_FILE = 8 << 10;

  /** How long a file may take to arrive. */
  private static final Duration FILE_PATIENCE = Duration.ofMinutes(2);

  private static final Pattern ORIGIN = Pattern.compile("https?://([^/:@]+|\\[[^/@]+])(:[0-9]+)?");
  private static final Pattern NO_WEIGHT = Pattern.compile(";q=0(\\.0*)?(;|$)");
  private static final String ALIAS_HOST = "alias host";
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String FORM_WITH_FILE = "multipart/form-data";
  private static final String JSON = "application/json";

  private final RoutingContext context;
  private final Fields query;
  private Optional<SignedIn> signedIn = Optional.empty();
  private boolean needsFormToken;
  private boolean variesByBrowser;
  private final List<Cookie> cookies = new ArrayList<>();

  public Exchange(RoutingContext context) {
    this.context = context;
    this.query = Fields.parse(context.request().query());
  }

  public HttpServerRequest request() {
    return context.request();
  }

  HttpServerResponse response() {
    return context.response();
  }

  /** Sends a cookie along with the answer; on the event loop. */
  void addCookie(Cookie cookie) {
    cookies.add(cookie);
    response().addCookie(cookie);
  }

  /** Those that go along. */
  List<Cookie> cookies() {
    return List.copyOf(cookies);
  }

  /** The method that is asked for; HEAD is a GET whose answer has no body. */
  HttpMethod method() {
    HttpMethod method = request().method();
    return method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method;
  }

  /** The path, without what climbs up in it. */
  public String path() {
    return context.normalizedPath();
  }

  /** The parameters of the query. */
  public Fields query() {
    return query;
  }

  /** A parameter of the query. */
  public Optional<String> query(String name) {
    return query.get(name);
  }

  /** A part of the path, where the route names one. */
  public Optional<String> path(String name) {
    return Optional.ofNullable(context.pathParam(name));
  }

  /** Notes that the site was called by an alias' own host. */
  public static void callBy(RoutingContext context, String alias) {
    context.put(ALIAS_HOST, alias);
  }

  /** The alias by whose own host the site was called, if it was. */
  public Optional<String> aliasHost() {
    return Optional.ofNullable(context.<String>get(ALIAS_HOST));
  }

  /** Whether the body is what an HTML form sends. */
  public boolean hasForm() {
    return FORM.equals(contentType());
  }

  /** Whether the body is what a page of ours sends with a file. */
  private boolean hasFile() {
    return contentType().equals(FORM_WITH_FILE) && query("form").isPresent();
  }

  /** Whether the body claims to be JSON. */
  public boolean hasJson() {
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

  /** Whether the browser says that it has what is tagged so. */
  public boolean has(String tag) {
    return Stream.of(header(HttpHeaders.IF_NONE_MATCH).split(","))
        .map(String::strip)
        .anyMatch(known -> known.equals(tag) || known.equals("w/" + tag));
  }

  /**
   * Whether a program asks, by {@code encoding=json}, by what it accepts, or because it sends what
   * no form sends.
   */
  public boolean wantsJson() {
    boolean asks =
        query("encoding").filter("json"::equals).isPresent()
            || Stream.of(header(HttpHeaders.ACCEPT).split(",")).anyMatch(Exchange::isJsonWanted);
    return asks || (request().method().equals(HttpMethod.POST) && !hasForm() && !hasFile());
  }

  /** Of weight 0 is what a client does not want. */
  private static boolean isJsonWanted(String accepted) {
    String range = accepted.replace(" ", "");
    return (range + ";").startsWith(JSON + ";") && !NO_WEIGHT.matcher(range).find();
  }

  /** Whether the browser says that it runs on Android. From now on the answer depends on that. */
  public boolean isOnAndroid() {
    return platform().filter(Platform.ANDROID::equals).isPresent();
  }

  /**
   * What the browser says that it runs on, if it says so: good for what comes first, and nothing
   * else. From now on the answer depends on that.
   */
  public Optional<Platform> platform() {
    variesByBrowser = true;
    return userAgent().platform();
  }

  /** What the browser says that it is. */
  UserAgent userAgent() {
    return UserAgent.of(header(HttpHeaders.USER_AGENT));
  }

  /** On which headers a page depends, as {@code Vary} names them. */
  String varies() {
    return "Accept, Accept-Language, Cookie" + (variesByBrowser ? ", User-Agent" : "");
  }

  /** Notes whose browser it is, if it is anybody's. */
  Exchange as(Optional<SignedIn> who) {
    signedIn = who;
    return this;
  }

  /** Whose browser it is, if somebody is signed in. */
  public Optional<SignedIn> signedIn() {
    return signedIn;
  }

  /** Whose browser it is, where only members come. */
  public SignedIn member() {
    return signedIn.orElseThrow(() -> new IllegalStateException("an endpoint for anybody"));
  }

  /** From now on a form counts only if it was made for this session. */
  void requireFormToken() {
    needsFormToken = true;
  }

  /** Whether only members come here. */
  boolean isForMembers() {
    return needsFormToken;
  }

  /** The body of a form; fails if it is none. */
  Future<String> body(int limit) {
    return hasForm()
        ? Bodies.read(context, limit)
        : Future.failedFuture(new HttpError(ErrorPage.WRONG_TYPE));
  }

  /** Whether a form was made for this session, where it has to be. */
  boolean isOwn(Fields form) {
    return !needsFormToken || isToken(form.text("form"));
  }

  /**
   * The file in a form of a member's that has one, in the field of that name. The session's token
   * is in the query, so that it is known before anything of the body is taken.
   *
   * @param limit the largest file, in bytes
   */
  public Future<byte[]> file(String field, int limit) {
    if (needsFormToken && !isToken(query().text("form"))) {
      return Future.failedFuture(new HttpError(ErrorPage.FORGED));
    }
    return hasFile()
        ? Bodies.readBytes(context, limit + AROUND_A_FILE, FILE_PATIENCE)
            .compose(
                body ->
                    FileField.find(request().getHeader(HttpHeaders.CONTENT_TYPE), field, body)
                        .map(Future::succeededFuture)
                        .orElseGet(() -> Future.failedFuture(new HttpError(ErrorPage.MALFORMED))))
        : Future.failedFuture(new HttpError(ErrorPage.WRONG_TYPE));
  }

  private boolean isToken(String text) {
    return FormToken.isSame(member().formToken(), text);
  }

  /** Runs {@code action} when the answer is out, or the client is gone. */
  public void atItsEnd(Runnable action) {
    context.addEndHandler(_ -> action.run());
  }

  /** Runs {@code action} when the server is about to stop, on any thread; not after the visit. */
  public void atTheEndOfTheSite(Runnable action) {
    Closing.tell(context, action);
  }

  /** A promise whose future goes on, on the event loop of this visit. */
  public <T> Promise<T> promise() {
    return ((ContextInternal) context.vertx().getOrCreateContext()).promise();
  }

  /** What goes on as {@code future} does, on the event loop of this visit. */
  public <T> Future<T> later(Future<T> future) {
    Promise<T> here = promise();
    future.onComplete(here);
    return here.future();
  }

  /** A body that claims to be JSON. */
  public Future<String> json() {
    return Bodies.read(context, LONGEST_JSON);
  }

  /**
   * Whether the browser says that another site, or an alias' host, made it send this. Where it has
   * no TLS it says so by {@code Origin} alone, which is {@code null} on pages without a referrer.
   */
  boolean comesFromAnotherSite() {
    String site = header("Sec-Fetch-Site");
    return site.equals("cross-site") || site.equals("same-site") || hasForeignOrigin();
  }

  private boolean hasForeignOrigin() {
    String origin = header(HttpHeaders.ORIGIN);
    @Nullable HostAndPort called = request().authority();
    return !origin.isEmpty()
        && !origin.equals("null")
        && (called == null || !called.host().equalsIgnoreCase(hostOf(origin)));
  }

  private static String hostOf(String origin) {
    Matcher form = ORIGIN.matcher(origin);
    return form.matches() ? form.group(1) : "";
  }
}
