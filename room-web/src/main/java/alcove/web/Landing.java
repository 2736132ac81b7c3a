package alcove.web;

import alcove.room.Presence;
import alcove.room.PublicAddress;
import alcove.room.Room;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** The front page. Thread-safe. */
final class Landing {
  private final Room room;
  private final Supplier<PublicAddress> address;
  private final Presence presence;

  Landing(Site.Parts parts) {
    this.room = parts.room();
    this.address = parts.address();
    this.presence = parts.presence();
  }

  Future<Answer> show(Visit visit) {
    LandingPage page =
        LandingPage.of(room.settings(), room.setup().hasAdmin(), address.get(), presence.online());
    return Future.succeededFuture(Answer.page("landing", page));
  }
}
