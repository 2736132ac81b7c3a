package alcove.store.sql;

import alcove.identity.FeedId;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** The table {@code room_identity}. */
public record SqlIdentity(Handle handle) {
  public Optional<FeedId> find() {
    return handle.select("SELECT id FROM room_identity").mapTo(FeedId.class).findOne();
  }

  public void insert(FeedId room) {
    handle.execute("INSERT INTO room_identity (id) VALUES (?)", room);
  }
}
