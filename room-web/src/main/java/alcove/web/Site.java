package alcove.web;

import alcove.room.Presence;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The room's web site: which path shows what. A page that does not exist and a fault of ours both
 * get a page that says so and nothing about the inside.
 */
public final class Site {
  private static final Logger LOG = LoggerFactory.getLogger(Site.class);
  private static final String CONTENT_SECURITY_POLICY =
      "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
          + " base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

  private final Templates templates = new Templates();
  private final Supplier<Doorplate> door;
  private final Presence presence;

  private Site(Supplier<Doorplate> door, Presence presence) {
    this.door = door;
    this.presence = presence;
  }

  /**
   * The routes of a site.
   *
   * @param door asked at each visit
   */
  public static Router router(Vertx vertx, Supplier<Doorplate> door, Presence presence) {
    Site site = new Site(door, presence);
    Router router = Router.router(vertx);
    router.route().handler(Site::secure);
    router.route(HttpMethod.GET, "/").handler(site::landing);
    router.route(HttpMethod.HEAD, "/").handler(site::landing);
    router.route(HttpMethod.GET, "/assets/:name").handler(new Assets()::serve);
    router.errorHandler(404, context -> site.error(context, 404, ErrorPage.NOT_FOUND));
    router.errorHandler(405, context -> site.error(context, 405, ErrorPage.NOT_FOUND));
    router.errorHandler(500, site::fault);
    return router;
  }

  private static void secure(RoutingContext context) {
    context
        .response()
        .putHeader("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin");
    context.next();
  }

  private void landing(RoutingContext context) {
    show(context, 200, "landing", LandingPage.of(door.get(), presence.online()));
  }

  private void error(RoutingContext context, int status, ErrorPage page) {
    show(context, status, "error", page);
  }

  private void fault(RoutingContext context) {
    LOG.error("fault while answering a request", context.failure());
    error(context, 500, ErrorPage.FAULT);
  }

  private void show(RoutingContext context, int status, String template, Object view) {
    templates
        .render(template, view)
        .onSuccess(html -> send(context.response(), status, html))
        .onFailure(
            fault -> {
              LOG.error("fault while rendering {}", template, fault);
              send(context.response(), 500, "The room has a fault.");
            });
  }

  private static void send(HttpServerResponse response, int status, String html) {
    if (!response.ended() && !response.closed()) {
      response
          .setStatusCode(status)
          .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .end(html);
    }
  }
}
