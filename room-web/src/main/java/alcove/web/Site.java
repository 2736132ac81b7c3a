package alcove.web;

import static alcove.web.Endpoint.get;
import static alcove.web.Endpoint.post;

import alcove.room.Presence;
import alcove.room.PublicAddress;
import alcove.room.Room;
import alcove.room.StorageThreads;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The room's web site: which path shows what. A page that does not exist and a fault of ours both
 * get a page that says so and nothing about the inside.
 */
public final class Site {
  /**
   * The first parts of all paths, ours and those that links to other rooms have: names that no
   * alias can have, because {@code /NAME} is the page of an alias.
   */
  public static final Set<String> RESERVED =
      Set.of(
          "admin",
          "alias",
          "aliases",
          "assets",
          "create-invite",
          "fallback",
          "healthz",
          "invite",
          "invites",
          "join",
          "join-fallback",
          "join-manually",
          "language",
          "login",
          "logout",
          "members",
          "metrics",
          "notice",
          "notices",
          "readyz",
          "sessions",
          "set-language",
          "settings",
          "setup",
          "withssb");

  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  /** The longest query that is looked at, in characters. */
  private static final int LONGEST_QUERY = 2048;

  private final Vertx vertx;
  private final Parts parts;
  private final Languages languages;
  private final Answers answers;
  private final RateLimits limits = new RateLimits(System::nanoTime);
  private final Front front;

  /**
   * What the site shows and acts on.
   *
   * @param address where the room is found, asked at each visit
   * @param clients tells where visits come from
   * @param texts what its pages say
   * @param stopping whether the server is about to stop and wants no more visits
   */
  public record Parts(
      Room room,
      StorageThreads storage,
      Supplier<PublicAddress> address,
      Presence presence,
      ClientAddresses clients,
      Texts texts,
      BooleanSupplier stopping) {}

  private Site(Vertx vertx, Parts parts) {
    this.vertx = vertx;
    this.parts = parts;
    this.languages = new Languages(parts);
    this.answers = new Answers(parts.texts(), new Frames(parts, languages));
    this.front =
        new Front(
            answers, new SecretRoutes(parts.address(), parts.clients()), parts.clients(), limits);
  }

  /** The routes of a site, for any number of servers. */
  public static Router router(Vertx vertx, Parts parts) {
    Router router = Router.router(vertx);
    new Site(vertx, parts).addTo(router);
    return router;
  }

  private void addTo(Router router) {
    InviteFacade invites = new InviteFacade(parts);
    OpenInvites open = new OpenInvites(parts, limits);
    SetupPages setup = new SetupPages(parts);
    Health health = new Health(vertx, parts);
    Endpoint alias = get(Purpose.LOOK_UP_ALIAS, new AliasPages(parts)::show).forScripts();

    router.route().handler(Site::secure).handler(this::checkTarget);
    router.route().handler(new AliasHosts(parts.address(), front.serve(alias)));
    at(router, "/", get(new Landing(parts)::show));
    at(router, "/join", get(Purpose.LOOK_AT_INVITE, invites::show).withSecrets().forScripts());
    at(
        router,
        "/invite/consume",
        post(Purpose.CLAIM_INVITE, new InviteClaims(parts)::claim).withSecrets().forScripts());
    at(
        router,
        "/create-invite",
        get(open::offer).and(post(Purpose.CREATE_INVITE, open::create)).withSecrets());
    at(
        router,
        "/setup",
        get(Purpose.SET_UP, setup::show).and(post(Purpose.SET_UP, setup::claim)).withSecrets());
    at(
        router,
        "/notice/list",
        get(Purpose.LOOK_AT_NOTICES, new NoticePages(parts)::list).forScripts());
    at(router, "/language", post(languages::choose));
    at(router, "/alias/:alias", alias);
    at(router, "/assets/:name", get(new Assets()::serve));
    at(router, "/healthz", get(health::lives));
    at(router, "/readyz", get(health::isReady));
    router.routeWithRegex("/(?<alias>[A-Za-z0-9-]{1,63})").handler(front.serve(alias));

    router.errorHandler(400, context -> reject(context, 400, ErrorPage.MALFORMED));
    router.errorHandler(404, context -> reject(context, 404, ErrorPage.NOT_FOUND));
    router.errorHandler(500, this::fault);
  }

  private void at(Router router, String path, Endpoint endpoint) {
    router.route(path).handler(front.serve(endpoint));
  }

  private static void secure(RoutingContext context) {
    HttpServerResponse response = context.response();
    response
        .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin");
    context.next();
  }

  private void checkTarget(RoutingContext context) {
    String query = context.request().query();
    if (query != null && query.length() > LONGEST_QUERY) {
      reject(context, 414, ErrorPage.TOO_LONG);
    } else if (!isWellEncoded(context)) {
      reject(context, 400, ErrorPage.MALFORMED);
    } else {
      context.next();
    }
  }

  private static boolean isWellEncoded(RoutingContext context) {
    try {
      return !context.normalizedPath().isEmpty();
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }

  private void fault(RoutingContext context) {
    @Nullable Throwable failure = context.failure();
    answers.fail(
        new Visit(context), failure == null ? new IllegalStateException("no reason") : failure);
  }

  private void reject(RoutingContext context, int status, ErrorPage page) {
    answers.fail(new Visit(context), new Rejection(status, page));
  }
}
