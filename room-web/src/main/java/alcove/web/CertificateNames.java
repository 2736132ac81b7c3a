package alcove.web;

import alcove.room.model.RefusedException;
import alcove.web.http.Exchange;
import alcove.web.http.HttpError;
import alcove.web.http.Response;
import alcove.web.http.SecretRoutes;
import alcove.web.http.WebContext;
import alcove.web.page.ErrorPage;
import io.vertx.core.Future;
import java.util.Locale;
import java.util.Optional;

/**
 * The names for which the web server in front may get certificates: the domain, and the subdomains
 * of aliases that resolve now. Thread-safe.
 *
 * <p>It is for that server alone: who comes from elsewhere, or through it, finds no such page.
 *
 * @see <a href="https://caddyserver.com/docs/caddyfile/options#on-demand-tls">Caddy, on_demand_tls,
 *     ask</a>
 */
record CertificateNames(WebContext web) {
  private static final Response YES = Response.word(200, "yes");
  private static final Response NO = Response.word(404, "no");

  /** Answers for the name in the query. */
  Future<Response> ask(Exchange exchange) {
    if (!web.clients().of(exchange.request()).exempt()
        || SecretRoutes.hasSignsOfAProxy(exchange.request())) {
      return Future.failedFuture(new HttpError(ErrorPage.NOT_FOUND));
    }
    String name = exchange.query("domain").orElse("").toLowerCase(Locale.ROOT);
    if (web.at().domain().filter(name::equals).isPresent() || isWww(name)) {
      return Future.succeededFuture(YES);
    }
    Optional<String> alias = alias(name);
    return alias.isEmpty()
        ? Future.succeededFuture(NO)
        : web.storage().run(() -> resolves(alias.get()) ? YES : NO);
  }

  private boolean isWww(String name) {
    return isBare(name) && web.at().isWww(name);
  }

  private Optional<String> alias(String name) {
    return isBare(name) ? web.at().aliasIn(name) : Optional.empty();
  }

  /** A host header may have a port or a dot at its end; a name in a certificate has neither. */
  private static boolean isBare(String name) {
    return name.indexOf(':') < 0 && !name.endsWith(".");
  }

  private boolean resolves(String alias) {
    try {
      return web.room().aliases().resolve(alias).name().equals(alias);
    } catch (RefusedException none) {
      return false;
    }
  }
}
