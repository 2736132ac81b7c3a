package alcove.web;

import alcove.address.IpAddress;
import alcove.address.PublicAddress;
import alcove.address.WebOrigin;
import alcove.web.http.Exchange;
import alcove.web.http.HttpError;
import alcove.web.http.Responses;
import alcove.web.http.WebContext;
import alcove.web.page.ErrorPage;
import alcove.web.page.Face;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The gate that lets only those in who have called the room by a name of its own: a page that some
 * other name leads to could be one that another site makes the browser ask for. Hosts of the form
 * {@code NAME.DOMAIN} have the page of that alias and what it is drawn with, and nothing else.
 * Where the room speaks TLS itself, who comes without goes to the other port. Thread-safe.
 *
 * @param aliasPage shows the alias of the host
 */
record Hosts(WebContext web, Responses responses, Handler<RoutingContext> aliasPage)
    implements Handler<RoutingContext> {
  /** What programs ask for that know an address and no name; it shows nothing of the room. */
  private static final Set<String> WHATEVER_THE_HOST = Set.of("/healthz", "/readyz", "/caddy/ask");

  /** What is asked for beside a page, by browsers and by whoever shows links to it. */
  private static final Set<String> BESIDE_A_PAGE =
      Set.of("/favicon.ico", "/apple-touch-icon.png", Face.CARD);

  @Override
  public void handle(RoutingContext context) {
    PublicAddress at = web.at();
    HttpServerRequest request = context.request();
    Optional<String> host = host(request);
    if (isForEveryHost(context.normalizedPath())) {
      context.next();
    } else if (host.isEmpty()) {
      reject(context, new HttpError(ErrorPage.WRONG_HOST));
    } else if (at.isMainHost(host.get(), connectedTo(request))) {
      enter(context, at.site(), context::next);
    } else if (at.isWww(host.get())) {
      leadTo(at.site(), context, new HttpError(ErrorPage.WRONG_HOST));
    } else {
      enterByAlias(context, at, at.aliasIn(host.get()));
    }
  }

  /** The doctor also wants to see which host a proxy says. */
  private static boolean isForEveryHost(String path) {
    return WHATEVER_THE_HOST.contains(path) || path.startsWith(ExpectedVisits.PATH);
  }

  private void enterByAlias(RoutingContext context, PublicAddress at, Optional<String> alias) {
    if (alias.isEmpty()) {
      reject(context, new HttpError(ErrorPage.WRONG_HOST));
      return;
    }
    Exchange.callBy(context, alias.get());
    enter(context, at.siteOf(alias.get()), () -> showAlias(context, alias.get()));
  }

  private void showAlias(RoutingContext context, String alias) {
    String path = context.normalizedPath();
    if (path.startsWith(Assets.PATH) || BESIDE_A_PAGE.contains(path)) {
      context.next();
    } else if (isPageOf(alias, path)) {
      aliasPage.handle(context);
    } else {
      context.fail(404);
    }
  }

  /** Proxies that were set up for other rooms put the path of the alias behind its host. */
  private static boolean isPageOf(String alias, String path) {
    return path.equals("/") || path.toLowerCase(Locale.ROOT).equals("/alias/" + alias);
  }

  private void enter(RoutingContext context, WebOrigin site, Runnable next) {
    if (web.speaksTls().getAsBoolean() && !web.clients().cameByTls(context.request())) {
      leadTo(site, context, new HttpError(ErrorPage.NEEDS_HTTPS));
    } else {
      next.run();
    }
  }

  /** What a page was asked for by the wrong way is asked for once more; what is sent is refused. */
  private void leadTo(WebOrigin site, RoutingContext context, HttpError otherwise) {
    HttpServerRequest request = context.request();
    if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
      reject(context, otherwise);
      return;
    }
    String query = request.query() == null ? "" : "?" + request.query();
    HttpServerResponse response = context.response();
    response
        .setStatusCode(308)
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(HttpHeaders.LOCATION, site + context.normalizedPath() + query)
        .end();
  }

  private void reject(RoutingContext context, HttpError rejection) {
    responses.fail(new Exchange(context), rejection);
  }

  /** By which name the room was called, in lower case, without a port. */
  private static Optional<String> host(HttpServerRequest request) {
    @Nullable HostAndPort called = request.authority();
    return called == null
        ? Optional.empty()
        : Optional.of(called.host().toLowerCase(Locale.ROOT)).filter(host -> !host.isEmpty());
  }

  private static Optional<IpAddress> connectedTo(HttpServerRequest request) {
    @Nullable SocketAddress local = request.localAddress();
    return Optional.ofNullable(local).map(SocketAddress::hostAddress).flatMap(IpAddress::parse);
  }
}
