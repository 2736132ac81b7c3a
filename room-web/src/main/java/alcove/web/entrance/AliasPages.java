package alcove.web.entrance;

import alcove.room.Alias;
import alcove.room.PublicAddress;
import alcove.room.Room;
import alcove.room.StorageThreads;
import alcove.web.http.Answer;
import alcove.web.http.SiteParts;
import alcove.web.http.Visit;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;

/**
 * Whom an alias leads to. Thread-safe.
 *
 * @see <a href="https://github.com/ssbc/rooms2/blob/master/docs/Alias/Web%20endpoint.md">rooms2,
 *     Web endpoint</a>
 */
public final class AliasPages {
  private final Room room;
  private final StorageThreads storage;
  private final Supplier<PublicAddress> address;

  public AliasPages(SiteParts parts) {
    this.room = parts.room();
    this.storage = parts.storage();
    this.address = parts.address();
  }

  /** The alias is that of the host, or the part of the path that is called {@code alias}. */
  public Future<Answer> show(Visit visit) {
    String name = visit.aliasHost().or(() -> visit.path("alias")).orElse("");
    boolean onAndroid = visit.isOnAndroid();
    return storage.run(
        () -> {
          Alias alias = room.aliases().resolve(name);
          return visit.wantsJson() ? json(alias) : page(alias, onAndroid);
        });
  }

  private Answer json(Alias alias) {
    return Answer.json(
        new JsonObject()
            .put("status", "successful")
            .put("multiserverAddress", address.get().address().toString())
            .put("roomId", room.id().toString())
            .put("userId", alias.owner().toString())
            .put("alias", alias.name())
            .put("signature", alias.signature().toString()));
  }

  private Answer page(Alias alias, boolean onAndroid) {
    return Answer.page("alias", AliasPage.of(room, address.get(), alias, onAndroid));
  }
}
