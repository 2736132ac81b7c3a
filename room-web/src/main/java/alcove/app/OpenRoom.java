package alcove.app;

import alcove.room.Room;
import alcove.room.model.StorageException;
import alcove.store.Database;
import alcove.web.Site;
import java.time.InstantSource;

/** A room's database and what it holds. Thread-safe; whoever opens it holds the data directory. */
record OpenRoom(Database database, Room room) implements AutoCloseable {
  /** Opens the room, which is new if its database is. Blocks. */
  static OpenRoom open(RoomConfig config, Identity identity) throws StartupException {
    var database = openDatabase(config, identity);
    try {
      var room =
          Room.open(
              database,
              identity.keys().id(),
              identity.crypto(),
              InstantSource.system(),
              Site.RESERVED,
              config.ofANewRoom());
      return new OpenRoom(database, room);
    } catch (StorageException | IllegalStateException e) {
      database.close();
      throw new StartupException("cannot read the database: " + FailureText.of(e), e);
    }
  }

  private static Database openDatabase(RoomConfig config, Identity identity)
      throws StartupException {
    try {
      return Database.open(config.database(), config.data(), identity.keys().id());
    } catch (StorageException e) {
      throw new StartupException(FailureText.of(e), e);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
