package alcove.web;

import static alcove.web.http.Endpoint.get;
import static alcove.web.http.Endpoint.post;

import alcove.room.PublicAddress;
import alcove.web.dashboard.Dashboard;
import alcove.web.dashboard.DashboardAccount;
import alcove.web.dashboard.DashboardAliases;
import alcove.web.dashboard.DashboardApps;
import alcove.web.dashboard.DashboardAudit;
import alcove.web.dashboard.DashboardBlocked;
import alcove.web.dashboard.DashboardInvites;
import alcove.web.dashboard.DashboardMembers;
import alcove.web.dashboard.DashboardNotices;
import alcove.web.dashboard.DashboardSettings;
import alcove.web.dashboard.DoctorPages;
import alcove.web.dashboard.MeasurementsPages;
import alcove.web.dashboard.SetupSteps;
import alcove.web.entrance.AliasPages;
import alcove.web.entrance.InviteClaims;
import alcove.web.entrance.InviteFacade;
import alcove.web.entrance.InviteViews;
import alcove.web.entrance.Landing;
import alcove.web.entrance.NoticeBoard;
import alcove.web.entrance.NoticePages;
import alcove.web.entrance.OpenInvites;
import alcove.web.entrance.PasswordPages;
import alcove.web.entrance.SetupPages;
import alcove.web.entrance.SignInPages;
import alcove.web.http.Answers;
import alcove.web.http.BrowserSessions;
import alcove.web.http.Cookies;
import alcove.web.http.Desk;
import alcove.web.http.Doorman;
import alcove.web.http.Endpoint;
import alcove.web.http.EventStreams;
import alcove.web.http.Frames;
import alcove.web.http.Front;
import alcove.web.http.Languages;
import alcove.web.http.Purpose;
import alcove.web.http.RateLimits;
import alcove.web.http.Rejection;
import alcove.web.http.Routes;
import alcove.web.http.SecretRoutes;
import alcove.web.http.SecurityHeaders;
import alcove.web.http.SiteParts;
import alcove.web.http.Visit;
import alcove.web.page.ErrorPage;
import alcove.web.page.Menu;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Set;
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
          "caddy",
          "create-invite",
          "dashboard",
          "doctor",
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
          "password",
          "readyz",
          "sessions",
          "set-language",
          "settings",
          "setup",
          "withssb",
          "www");

  /** The longest query that is looked at, in characters. */
  private static final int LONGEST_QUERY = 2048;

  /** How long a client may still send that was turned down. */
  private static final Duration LINGERING = Duration.ofSeconds(2);

  private final Vertx vertx;
  private final SiteParts parts;
  private final Desk desk;
  private final Languages languages;
  private final Menu menu = new Menu();
  private final Frames frames;
  private final Answers answers;
  private final Front front;

  private Site(Vertx vertx, SiteParts parts) {
    this.vertx = vertx;
    this.parts = parts;
    Cookies cookies = new Cookies(parts.address());
    BrowserSessions sessions = new BrowserSessions(parts.room(), cookies);
    EventStreams streams = new EventStreams(vertx, parts, sessions);
    parts.room().onChange(_ -> streams.reviewSoon());
    this.desk = new Desk(parts, cookies, sessions, streams, new RateLimits(System::nanoTime));
    this.languages = new Languages(parts, cookies);
    this.frames = new Frames(parts, languages, menu);
    this.answers = new Answers(parts.texts(), frames);
    this.front =
        new Front(
            answers,
            new SecretRoutes(parts.address(), parts.clients()),
            parts.clients(),
            desk.limits(),
            new Doorman(vertx, parts.storage(), desk.sessions()));
  }

  /** The routes of a site, for any number of servers. */
  public static Router router(Vertx vertx, SiteParts parts) {
    Router router = Router.router(vertx);
    new Site(vertx, parts).addTo(router);
    return router;
  }

  private void addTo(Router router) {
    Endpoint alias = get(Purpose.LOOK_UP_ALIAS, new AliasPages(parts)::show).forScripts();
    router.route().handler(this::secure).handler(this::checkTarget).handler(this::admit);
    router.route().handler(new Hosts(parts, answers, front.serve(alias)));
    Routes routes = new Routes(router, front, parts.storage(), menu);
    addPublic(routes);
    new SetupPages(desk, SetupSteps.PATH).addTo(routes);
    new SetupSteps(desk).addTo(routes);
    new SignInPages(desk).addTo(routes);
    new PasswordPages(desk).addTo(routes);
    new Dashboard(desk).addTo(routes);
    new DashboardMembers(desk).addTo(routes);
    new DashboardInvites(desk).addTo(routes);
    new DashboardAliases(desk).addTo(routes);
    new DashboardBlocked(desk).addTo(routes);
    new DashboardNotices(desk).addTo(routes);
    new DashboardSettings(desk).addTo(routes);
    new DashboardApps(desk).addTo(routes);
    new DashboardAudit(desk).addTo(routes);
    new MeasurementsPages(vertx, desk, frames).addTo(routes);
    new DoctorPages(parts.doctor(), System::nanoTime).addTo(routes);
    new DashboardAccount(desk).addTo(routes);
    routes.at("/alias/:alias", alias);
    routes.atEach("/(?<alias>[A-Za-z0-9-]{1,63})", alias);
    router.errorHandler(400, context -> reject(context, 400, ErrorPage.MALFORMED));
    router.errorHandler(404, context -> reject(context, 404, ErrorPage.NOT_FOUND));
    router.errorHandler(500, this::fault);
  }

  private void addPublic(Routes routes) {
    OpenInvites open = new OpenInvites(parts, desk.limits());
    InviteViews views = new InviteViews(parts.room(), parts.clock());
    Health health = new Health(vertx, parts);
    NoticeBoard board = new NoticeBoard(parts.room(), parts.typesetter());
    routes.at("/", get(Purpose.LOOK_AT_PAGE, new Landing(parts, languages, board)::show));
    new InviteFacade(desk, views).addTo(routes);
    routes.at(
        PublicAddress.CONSUME_INVITE,
        post(Purpose.CLAIM_INVITE, new InviteClaims(desk, views)::claim)
            .withSecrets()
            .forScripts());
    routes.at(
        "/create-invite",
        get(Purpose.LOOK_AT_PAGE, open::offer)
            .and(post(Purpose.CREATE_INVITE, open::create))
            .withSecrets());
    new NoticePages(parts, languages, board).addTo(routes);
    routes.at("/language", post(Purpose.LOOK_AT_PAGE, languages::choose).anonymous());
    routes.at("/assets/:name", get(new Assets()::serve).anonymous());
    routes.at("/healthz", get(health::lives).anonymous());
    routes.at("/readyz", get(health::isReady).anonymous());
    routes.at("/caddy/ask", get(new CertificateNames(parts)::ask).anonymous());
    routes.at(ExpectedVisits.PATH + ":token", get(new ExpectedVisits(parts)::answer).anonymous());
  }

  /** Browsers that have been here by TLS come by nothing else for a year. */
  private void secure(RoutingContext context) {
    SecurityHeaders.put(context.response());
    if (parts.address().get().isSecure() && isEncrypted(context.request())) {
      SecurityHeaders.putStrictTransport(context.response());
    }
    context.next();
  }

  /** Who comes when the server is about to stop is told to come again; watchers hear why. */
  private void admit(RoutingContext context) {
    if (Health.PATHS.contains(context.normalizedPath()) || parts.closing().admit(context)) {
      context.next();
    } else {
      context.response().putHeader(HttpHeaders.CONNECTION, "close");
      context.request().connection().shutdown(LINGERING);
      answers.fail(new Visit(context), Rejection.stopping());
    }
  }

  /** As far as can be told: proxies that say nothing of it are taken to speak TLS. */
  private boolean isEncrypted(HttpServerRequest request) {
    return parts.speaksTls().getAsBoolean()
        ? parts.clients().cameByTls(request)
        : !parts.clients().cameInTheClear(request);
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
