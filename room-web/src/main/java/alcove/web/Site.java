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
import alcove.web.http.Doorman;
import alcove.web.http.Endpoint;
import alcove.web.http.EventStreams;
import alcove.web.http.Frames;
import alcove.web.http.Front;
import alcove.web.http.Languages;
import alcove.web.http.Purpose;
import alcove.web.http.Rejection;
import alcove.web.http.Routes;
import alcove.web.http.SecretRoutes;
import alcove.web.http.SecurityHeaders;
import alcove.web.http.Visit;
import alcove.web.http.WebContext;
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
  private final WebContext web;
  private final EventStreams streams;
  private final Languages languages;
  private final Menu menu = new Menu();
  private final Frames frames;
  private final Answers answers;
  private final Front front;

  private Site(Vertx vertx, WebContext web) {
    this.vertx = vertx;
    this.web = web;
    this.streams = new EventStreams(vertx, web);
    web.room().onChange(_ -> streams.reviewSoon());
    this.languages = new Languages(web);
    this.frames = new Frames(web, languages, menu);
    this.answers = new Answers(web.texts(), frames);
    this.front =
        new Front(
            answers,
            new SecretRoutes(web.address(), web.clients()),
            web.clients(),
            web.limits(),
            new Doorman(vertx, web.storage(), web.sessions()));
  }

  /** The routes of a site, for any number of servers. */
  public static Router router(Vertx vertx, WebContext web) {
    Router router = Router.router(vertx);
    new Site(vertx, web).addTo(router);
    return router;
  }

  private void addTo(Router router) {
    Endpoint alias = get(Purpose.LOOK_UP_ALIAS, new AliasPages(web)::show).forScripts();
    router.route().handler(this::secure).handler(this::checkTarget).handler(this::admit);
    router.route().handler(new Hosts(web, answers, front.serve(alias)));
    Routes routes = new Routes(router, front, web.storage(), menu);
    addPublic(routes);
    new SetupPages(web, streams, SetupSteps.PATH).addTo(routes);
    new SetupSteps(web).addTo(routes);
    new SignInPages(web, streams).addTo(routes);
    new PasswordPages(web).addTo(routes);
    new Dashboard(web).addTo(routes);
    new DashboardMembers(web).addTo(routes);
    new DashboardInvites(web).addTo(routes);
    new DashboardAliases(web).addTo(routes);
    new DashboardBlocked(web).addTo(routes);
    new DashboardNotices(web).addTo(routes);
    new DashboardSettings(web).addTo(routes);
    new DashboardApps(web).addTo(routes);
    new DashboardAudit(web).addTo(routes);
    new MeasurementsPages(vertx, web, streams, frames).addTo(routes);
    new DoctorPages(web.doctor(), System::nanoTime).addTo(routes);
    new DashboardAccount(web).addTo(routes);
    routes.at("/alias/:alias", alias);
    routes.atEach("/(?<alias>[A-Za-z0-9-]{1,63})", alias);
    router.errorHandler(400, context -> reject(context, 400, ErrorPage.MALFORMED));
    router.errorHandler(404, context -> reject(context, 404, ErrorPage.NOT_FOUND));
    router.errorHandler(500, this::fault);
  }

  private void addPublic(Routes routes) {
    OpenInvites open = new OpenInvites(web);
    InviteViews views = new InviteViews(web.room(), web.clock());
    Health health = new Health(vertx, web);
    NoticeBoard board = new NoticeBoard(web.room(), web.typesetter());
    routes.at("/", get(Purpose.LOOK_AT_PAGE, new Landing(web, languages, board)::show));
    new InviteFacade(web, streams, views).addTo(routes);
    routes.at(
        PublicAddress.CONSUME_INVITE,
        post(Purpose.CLAIM_INVITE, new InviteClaims(web, views)::claim).withSecrets().forScripts());
    routes.at(
        "/create-invite",
        get(Purpose.LOOK_AT_PAGE, open::offer)
            .and(post(Purpose.CREATE_INVITE, open::create))
            .withSecrets());
    new NoticePages(web, languages, board).addTo(routes);
    routes.at("/language", post(Purpose.LOOK_AT_PAGE, languages::choose).anonymous());
    routes.at("/assets/:name", get(new Assets()::serve).anonymous());
    routes.at("/healthz", get(health::lives).anonymous());
    routes.at("/readyz", get(health::isReady).anonymous());
    routes.at("/caddy/ask", get(new CertificateNames(web)::ask).anonymous());
    routes.at(ExpectedVisits.PATH + ":token", get(new ExpectedVisits(web)::answer).anonymous());
  }

  /** Browsers that have been here by TLS come by nothing else for a year. */
  private void secure(RoutingContext context) {
    SecurityHeaders.put(context.response());
    if (web.at().isSecure() && isEncrypted(context.request())) {
      SecurityHeaders.putStrictTransport(context.response());
    }
    context.next();
  }

  /** Who comes when the server is about to stop is told to come again; watchers hear why. */
  private void admit(RoutingContext context) {
    if (Health.PATHS.contains(context.normalizedPath()) || web.closing().admit(context)) {
      context.next();
    } else {
      context.response().putHeader(HttpHeaders.CONNECTION, "close");
      context.request().connection().shutdown(LINGERING);
      answers.fail(new Visit(context), Rejection.stopping());
    }
  }

  /** As far as can be told: proxies that say nothing of it are taken to speak TLS. */
  private boolean isEncrypted(HttpServerRequest request) {
    return web.speaksTls().getAsBoolean()
        ? web.clients().cameByTls(request)
        : !web.clients().cameInTheClear(request);
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
