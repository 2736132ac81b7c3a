package alcove.web.http;

import alcove.address.PublicAddress;
import alcove.web.page.ErrorPage;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.function.Supplier;

/**
 * The guard before what carries secrets. Where links are neither https nor allowed to be plain,
 * whoever is on the way could read them: then only clients on the room's own machine pass.
 * Thread-safe.
 *
 * @param address asked at each visit
 */
public record SecretRoutes(Supplier<PublicAddress> address, ClientAddresses clients) {
  /** What proxies add; behind one, the socket's other end says nothing about the client. */
  private static final List<String> SIGNS_OF_A_PROXY =
      List.of(
          "X-Forwarded-For",
          "X-Forwarded-Host",
          "X-Forwarded-Proto",
          "X-Real-IP",
          "Forwarded",
          "Via");

  /** Fails unless the request may carry a secret, and its answer too. */
  void require(HttpServerRequest request) throws HttpError {
    if (address.get().keepsSecretsLocal() && !isLocal(request)) {
      throw new HttpError(ErrorPage.NEEDS_HTTPS);
    }
  }

  private boolean isLocal(HttpServerRequest request) {
    return clients.of(request).isLocal() && !hasSignsOfAProxy(request);
  }

  /** Whether somebody passed the request on, and said so in any of the usual ways. */
  public static boolean hasSignsOfAProxy(HttpServerRequest request) {
    return SIGNS_OF_A_PROXY.stream().anyMatch(request.headers()::contains);
  }
}
