package alcove.store;

import alcove.identity.FeedId;
import alcove.room.model.StorageException;
import alcove.store.sql.SqlIdentity;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The room that a registry has to belong to. Immutable.
 *
 * @param room the key in the file {@code secret}
 * @param data where that file is
 */
record Owner(FeedId room, Path data) {
  /** The file with a room's identity. */
  static final String SECRET = "secret";

  /** Fails if it is known to be another room's. */
  void require(DatabaseUrl url, Optional<FeedId> owner) {
    if (owner.isPresent() && !owner.get().equals(room)) {
      throw Failures.refusal(
          "%s is the registry of room %s, but the identity in %s is that of %s: %s",
          url.shown(),
          owner.get().shortName(),
          data.resolve(SECRET),
          room.shortName(),
          url.isH2()
              ? "put the right one of the two back (backups have both)"
              : "give this room's own --jdbc-url, or put that room's secret there");
    }
  }

  /** Has a registry belong to the room, unless another was faster: two nodes may begin at once. */
  void enter(DatabaseUrl url, SqlIdentity identity) {
    Optional<FeedId> owner = identity.find();
    require(url, owner);
    if (owner.isEmpty()) {
      identity.insert(room);
    }
  }

  /**
   * Fails if a registry is about to begin under an identity that may have had another: both files
   * of it may have been lost together.
   *
   * @throws StorageException unless there is a note that it is to begin
   */
  void requireMayBegin() {
    if (Files.exists(data.resolve(SECRET)) && !RegistryMark.isToBegin(data)) {
      throw Failures.refusal(
          "%s has a room's identity, but no registry: restore a backup (alcove restore), or to"
              + " begin with an empty registry under this identity write the word new into the file"
              + " %s",
          data, data.resolve(RegistryMark.NAME));
    }
  }
}
