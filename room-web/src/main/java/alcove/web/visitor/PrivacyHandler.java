package alcove.web.visitor;

import static alcove.web.http.Endpoint.get;

import alcove.web.http.RateLimit;
import alcove.web.http.Response;
import alcove.web.http.Routes;
import alcove.web.page.LocalPath;
import io.vertx.core.Future;
import java.util.Map;

/**
 * The page that says what the room knows about people, as it is set up now. Stateless, so
 * thread-safe; never blocks.
 */
public final class PrivacyHandler {
  public void addTo(Routes routes) {
    routes.at(
        LocalPath.PRIVACY,
        get(
            RateLimit.LOOK_AT_PAGE,
            _ -> Future.succeededFuture(Response.page("kept", Map.of()).withoutSecrets())));
  }
}
