package alcove.web;

import alcove.identity.FeedId;
import alcove.room.PublicAddress;
import alcove.room.Room;
import alcove.room.StorageThreads;
import io.vertx.core.Future;
import java.util.function.Supplier;

/** How whoever runs the room becomes its first admin. Thread-safe. */
final class SetupPages {
  private final Room room;
  private final StorageThreads storage;
  private final Supplier<PublicAddress> address;

  SetupPages(Site.Parts parts) {
    this.room = parts.room();
    this.storage = parts.storage();
    this.address = parts.address();
  }

  /** The form, for who has the link. */
  Future<Answer> show(Visit visit) {
    String token = visit.secret("token");
    return storage.run(
        () -> {
          room.setup().look(token);
          return Answer.page("setup", new SetupPage(room.settings().name(), token));
        });
  }

  /** Makes the id of the form the first admin. */
  Future<Answer> claim(Visit visit) {
    return visit
        .form()
        .compose(form -> claim(form.get("token").orElse(""), form.get("id").orElse("")));
  }

  private Future<Answer> claim(String token, String id) {
    return storage.run(
        () -> {
          FeedId admin = Ids.parse(id);
          room.setup().claim(token, admin);
          return Answer.page("admin", welcome(admin));
        });
  }

  private WelcomePage welcome(FeedId admin) {
    return new WelcomePage(
        room.settings().name(), admin.toString(), address.get().address().toString(), null);
  }
}
