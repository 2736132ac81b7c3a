package alcove.web.entrance;

import alcove.room.Alias;
import alcove.web.http.Answer;
import alcove.web.http.Visit;
import alcove.web.http.WebContext;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;

/**
 * Whom an alias leads to. Thread-safe.
 *
 * @see <a href="https://github.com/ssbc/rooms2/blob/master/docs/Alias/Web%20endpoint.md">rooms2,
 *     Web endpoint</a>
 */
public final class AliasPages {
  private final WebContext web;

  public AliasPages(WebContext web) {
    this.web = web;
  }

  /** The alias is that of the host, or the part of the path that is called {@code alias}. */
  public Future<Answer> show(Visit visit) {
    String name = visit.aliasHost().or(() -> visit.path("alias")).orElse("");
    boolean onAndroid = visit.isOnAndroid();
    return web.storage()
        .run(
            () -> {
              Alias alias = web.room().aliases().resolve(name);
              return visit.wantsJson() ? json(alias) : page(alias, onAndroid);
            });
  }

  private Answer json(Alias alias) {
    return Answer.json(
        new JsonObject()
            .put("status", "successful")
            .put("multiserverAddress", web.at().address().toString())
            .put("roomId", web.room().id().toString())
            .put("userId", alias.owner().toString())
            .put("alias", alias.name())
            .put("signature", alias.signature().toString()));
  }

  private Answer page(Alias alias, boolean onAndroid) {
    return Answer.page("alias", AliasPage.of(web.room(), web.at(), alias, onAndroid));
  }
}
