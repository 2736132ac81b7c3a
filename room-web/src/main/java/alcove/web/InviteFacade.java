package alcove.web;

import alcove.room.PublicAddress;
import alcove.room.Room;
import alcove.room.StorageThreads;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;

/**
 * What the link of an invite shows: how to claim it. Looking at it spends nothing. Thread-safe.
 *
 * @see <a
 *     href="https://github.com/ssbc/ssb-http-invite-spec/blob/master/docs/Specification.md">ssb-http-invite-spec</a>
 */
final class InviteFacade {
  private final Room room;
  private final StorageThreads storage;
  private final Supplier<PublicAddress> address;

  InviteFacade(Site.Parts parts) {
    this.room = parts.room();
    this.storage = parts.storage();
    this.address = parts.address();
  }

  /** The secret is in {@code invite}, or as other rooms name it in {@code token}. */
  Future<Answer> show(Visit visit) {
    String token = visit.secret("invite", "token");
    return storage.run(
        () -> {
          room.invites().look(token);
          return visit.wantsJson() ? json(token) : page(token);
        });
  }

  private Answer json(String token) {
    return Answer.json(
        new JsonObject()
            .put("status", "successful")
            .put("invite", token)
            .put("postTo", address.get().consumeInvite()));
  }

  private Answer page(String token) {
    return Answer.page("join", JoinPage.of(room.settings(), address.get(), token));
  }
}
