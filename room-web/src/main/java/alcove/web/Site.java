package alcove.web;

import static alcove.web.http.Endpoint.form;
import static alcove.web.http.Endpoint.get;

import alcove.web.dashboard.AccountHandler;
import alcove.web.dashboard.AliasListHandler;
import alcove.web.dashboard.AppListHandler;
import alcove.web.dashboard.AuditHandler;
import alcove.web.dashboard.BlockListHandler;
import alcove.web.dashboard.Checkups;
import alcove.web.dashboard.DashboardHandler;
import alcove.web.dashboard.DoctorHandler;
import alcove.web.dashboard.InviteListHandler;
import alcove.web.dashboard.LooksHandler;
import alcove.web.dashboard.MeasurementsHandler;
import alcove.web.dashboard.MemberListHandler;
import alcove.web.dashboard.NoticeEditorHandler;
import alcove.web.dashboard.ReportHandler;
import alcove.web.dashboard.SettingsHandler;
import alcove.web.dashboard.SetupStepHandler;
import alcove.web.http.Authenticator;
import alcove.web.http.Conformance;
import alcove.web.http.Endpoint;
import alcove.web.http.EventStreams;
import alcove.web.http.Exchange;
import alcove.web.http.Forms;
import alcove.web.http.HttpError;
import alcove.web.http.Languages;
import alcove.web.http.Layouts;
import alcove.web.http.RateLimit;
import alcove.web.http.RequestPipeline;
import alcove.web.http.Responses;
import alcove.web.http.Routes;
import alcove.web.http.SecretRoutes;
import alcove.web.http.SecurityHeaders;
import alcove.web.http.WebContext;
import alcove.web.image.CardPress;
import alcove.web.image.PictureReader;
import alcove.web.page.ErrorPage;
import alcove.web.page.Menu;
import alcove.web.visitor.AliasHandler;
import alcove.web.visitor.ClaimHandler;
import alcove.web.visitor.FaceHandler;
import alcove.web.visitor.JoinHandler;
import alcove.web.visitor.LandingHandler;
import alcove.web.visitor.NoticeBoard;
import alcove.web.visitor.NoticeHandler;
import alcove.web.visitor.OnlineHandler;
import alcove.web.visitor.OpenInviteHandler;
import alcove.web.visitor.PasswordHandler;
import alcove.web.visitor.PrivacyHandler;
import alcove.web.visitor.RulesHandler;
import alcove.web.visitor.SetupHandler;
import alcove.web.visitor.SignInHandler;
import alcove.web.visitor.WatchedInvites;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
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

  private final Vertx vertx;
  private final WebContext web;
  private final EventStreams streams;
  private final Languages languages;
  private final Menu menu = new Menu();
  private final Responses responses;
  private final RequestPipeline pipeline;

  private Site(Vertx vertx, WebContext web) {
    this.vertx = vertx;
    this.web = web;
    this.streams = new EventStreams(vertx, web);
    web.room().onChange(_ -> streams.reviewSoon());
    web.closing().whenMembersAreOut(streams::reviewSoon);
    this.languages = new Languages(web);
    Forms forms = new Forms(web);
    this.responses =
        new Responses(web.texts(), languages, new Layouts(web, languages, menu, forms));
    this.pipeline =
        new RequestPipeline(
            web,
            responses,
            new Authenticator(vertx, web.storage(), web.sessions(), forms, web.closing()),
            new SecretRoutes(web.address(), web.clients()));
  }

  /** The routes of a site, for any number of servers. */
  public static Router router(Vertx vertx, WebContext web) {
    Router router = Router.router(vertx);
    new Site(vertx, web).addTo(router);
    return router;
  }

  private void addTo(Router router) {
    Endpoint alias = get(RateLimit.LOOK_UP_ALIAS, new AliasHandler(web)::show).forScripts();
    router.route().handler(this::secure).handler(this::checkTarget).handler(this::admit);
    router.route().handler(new Hosts(web, responses, pipeline.serve(alias)));
    Routes routes = new Routes(router, pipeline, web.storage(), menu);
    addPublic(routes);
    Checkups checkups = new Checkups(web.doctor(), web.clock(), System::nanoTime);
    new SetupHandler(web, streams, SetupStepHandler.PATH).addTo(routes);
    new SetupStepHandler(web).addTo(routes);
    new SignInHandler(web, streams).addTo(routes);
    new PasswordHandler(web).addTo(routes);
    new DashboardHandler(web, checkups).addTo(routes);
    new MemberListHandler(web).addTo(routes);
    new InviteListHandler(web).addTo(routes);
    new AliasListHandler(web).addTo(routes);
    new BlockListHandler(web).addTo(routes);
    new ReportHandler(web).addTo(routes);
    new NoticeEditorHandler(web).addTo(routes);
    new SettingsHandler(web).addTo(routes);
    new AppListHandler(web).addTo(routes);
    new LooksHandler(web, new PictureReader()).addTo(routes);
    new AuditHandler(web).addTo(routes);
    new OnlineHandler(vertx, web, streams, languages).addTo(routes);
    new MeasurementsHandler(vertx, web, streams, languages).addTo(routes);
    new DoctorHandler(checkups, streams).addTo(routes);
    new AccountHandler(web).addTo(routes);
    routes.undoAt("/dashboard/undo");
    routes.at("/alias/:alias", alias);
    routes.atEach("/(?<alias>[A-Za-z0-9-]{1,63})", alias);
    router.errorHandler(400, context -> reject(context, ErrorPage.MALFORMED));
    router.errorHandler(404, context -> reject(context, ErrorPage.NOT_FOUND));
    router.errorHandler(500, this::fault);
  }

  private void addPublic(Routes routes) {
    WatchedInvites watched = new WatchedInvites(web.room(), web.clock());
    Health health = new Health(vertx, web);
    NoticeBoard board = new NoticeBoard(web.room(), web.typesetter());
    new LandingHandler(web, languages, board).addTo(routes);
    new FaceHandler(web, new CardPress()).addTo(routes);
    JoinHandler join = new JoinHandler(web, streams, watched, languages, board);
    join.addTo(routes);
    new ClaimHandler(web, watched, join).addTo(routes);
    new OpenInviteHandler(web).addTo(routes);
    new NoticeHandler(web, languages, board).addTo(routes);
    new PrivacyHandler().addTo(routes);
    new RulesHandler(web, languages, board).addTo(routes);
    routes.at("/language", form(RateLimit.LOOK_AT_PAGE, languages::choose).anonymous());
    routes.at("/assets/:name", get(new Assets()::serve).anonymous());
    routes.at("/healthz", get(health::lives).anonymous());
    routes.at("/readyz", get(health::isReady).anonymous());
    routes.at("/caddy/ask", get(new CertificateNames(web)::ask).anonymous());
    routes.at(
        ExpectedVisits.PATH + ":token",
        get(RateLimit.ARRIVE_FOR_DOCTOR, new ExpectedVisits(web)::answer).anonymous());
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
      Conformance.endConnection(context.request());
      responses.fail(new Exchange(context), HttpError.stopping());
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
      reject(context, ErrorPage.TOO_LONG);
    } else if (!isWellEncoded(context)) {
      reject(context, ErrorPage.MALFORMED);
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
    responses.fail(
        new Exchange(context), failure == null ? new IllegalStateException("no reason") : failure);
  }

  private void reject(RoutingContext context, ErrorPage page) {
    responses.fail(new Exchange(context), new HttpError(page));
  }
}
