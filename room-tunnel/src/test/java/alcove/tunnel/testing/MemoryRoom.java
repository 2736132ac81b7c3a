package alcove.tunnel.testing;

import alcove.identity.FeedId;
import alcove.room.Room;
import alcove.room.model.Member;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSettings;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import alcove.threads.StorageThreads;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** A real room on a database in memory. */
public record MemoryRoom(Room room, StorageThreads storage, Database database)
    implements AutoCloseable {
  public static MemoryRoom open(FeedId id, PrivacyMode mode) {
    return open(id, mode, List.of());
  }

  /** One that has had {@code members} for long. */
  public static MemoryRoom open(FeedId id, PrivacyMode mode, List<FeedId> members) {
    Database database = Database.open(new DatabaseUrl.H2Memory("test-" + UUID.randomUUID()));
    Room room =
        Room.open(
            withMembers(database, members),
            id,
            TestRoom.CRYPTO,
            InstantSource.system(),
            Set.of("join"),
            RoomSettings.ofANewRoom(mode, "test room"));
    return new MemoryRoom(room, new StorageThreads(), database);
  }

  private static Database withMembers(Database database, List<FeedId> members) {
    try {
      return database.write(
          tables -> {
            for (FeedId each : members) {
              Optional<FeedId> invitedBy = Optional.empty();
              tables
                  .members()
                  .put(
                      Member.joining(
                          each, Role.MEMBER, Instant.EPOCH, invitedBy, Optional.empty()));
            }
            return database;
          });
    } catch (RefusedException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public void close() {
    storage.close();
    database.close();
  }
}
