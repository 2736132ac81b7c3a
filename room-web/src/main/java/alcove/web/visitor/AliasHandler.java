package alcove.web.visitor;

import alcove.room.apps.Platform;
import alcove.room.model.Alias;
import alcove.web.http.Exchange;
import alcove.web.http.Response;
import alcove.web.http.WebContext;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.Optional;

/**
 * The page of an alias: whom it leads to. Thread-safe.
 *
 * @see <a href="https://github.com/ssbc/rooms2/blob/master/docs/Alias/Web%20endpoint.md">rooms2,
 *     Web endpoint</a>
 */
public record AliasHandler(WebContext web) {
  /** The alias is that of the host, or the part of the path that is called {@code alias}. */
  public Future<Response> show(Exchange exchange) {
    String name = exchange.aliasHost().or(() -> exchange.path("alias")).orElse("");
    Optional<Platform> platform = exchange.platform();
    return web.storage()
        .run(
            () -> {
              Alias alias = web.room().aliases().resolve(name);
              return exchange.wantsJson() ? json(alias) : page(alias, platform);
            });
  }

  private Response json(Alias alias) {
    return Response.json(
        new JsonObject()
            .put("status", "successful")
            .put("multiserverAddress", web.at().address().toString())
            .put("roomId", web.room().id().toString())
            .put("userId", alias.owner().toString())
            .put("alias", alias.name())
            .put("signature", alias.signature().toString()));
  }

  private Response page(Alias alias, Optional<Platform> platform) {
    return Response.page("alias", AliasView.of(web.room(), web.at(), alias, platform));
  }
}
