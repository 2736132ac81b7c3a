package alcove.web;

import alcove.room.PublicAddress;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the routes that carry secrets. Where links are neither https nor allowed to be
 * plain, whoever is on the way could read them: then only clients on the room's own machine pass.
 * Thread-safe.
 */
final class SecretRoutes implements Handler<RoutingContext> {
  /** Status of an answer to a client that does not pass. */
  static final int REFUSED = 403;

  private static final String JSON = "application/json";

  /** What proxies add; behind one, the socket's other end says nothing about the client. */
  private static final List<String> SIGNS_OF_A_PROXY =
      List.of(
          "X-Forwarded-For",
          "X-Forwarded-Host",
          "X-Forwarded-Proto",
          "X-Real-IP",
          "Forwarded",
          "Via");

  private static final ErrorPage PAGE =
      new ErrorPage(
          "This needs a secure connection",
          "The room's operator can give it a name with HTTPS (--domain), or allow plain HTTP in a"
              + " network that they trust (--insecure-http); until then this works only on the"
              + " room's own machine.");

  private final Supplier<PublicAddress> address;
  private final ClientAddresses clients;
  private final BiConsumer<RoutingContext, ErrorPage> refusal;

  /**
   * A guard that can be put before any route.
   *
   * @param address asked at each visit
   * @param refusal shows a page with the status {@link #REFUSED}
   */
  SecretRoutes(
      Supplier<PublicAddress> address,
      ClientAddresses clients,
      BiConsumer<RoutingContext, ErrorPage> refusal) {
    this.address = address;
    this.clients = clients;
    this.refusal = refusal;
  }

  @Override
  public void handle(RoutingContext context) {
    if (!address.get().keepsSecretsLocal() || isLocal(context.request())) {
      context.next();
    } else if (wantsJson(context.request())) {
      context
          .response()
          .setStatusCode(REFUSED)
          .putHeader(HttpHeaders.CONTENT_TYPE, JSON)
          .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
          .end(
              new JsonObject()
                  .put("status", "error")
                  .put("error", PAGE.title() + ". " + PAGE.advice())
                  .toBuffer());
    } else {
      refusal.accept(context, PAGE);
    }
  }

  private boolean isLocal(HttpServerRequest request) {
    return clients.of(request).isLocal()
        && SIGNS_OF_A_PROXY.stream().noneMatch(request.headers()::contains);
  }

  private static boolean wantsJson(HttpServerRequest request) {
    return "json".equals(request.getParam("encoding"))
        || mentionsJson(request.getHeader(HttpHeaders.CONTENT_TYPE))
        || mentionsJson(request.getHeader(HttpHeaders.ACCEPT));
  }

  private static boolean mentionsJson(@Nullable String header) {
    return header != null && header.toLowerCase(Locale.ROOT).contains(JSON);
  }
}
