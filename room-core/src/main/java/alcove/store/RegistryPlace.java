package alcove.store;

import alcove.identity.FeedId;
import alcove.room.model.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A place for a registry, as it is while nobody has that open. Immutable; its methods block.
 *
 * @param data the room's directory
 */
public record RegistryPlace(DatabaseUrl url, Path data) {
  /** The name of the file in a data directory that says that there is a registry. */
  public static final String MARK = RegistryMark.NAME;

  /** The precaution of those who only come to ask or to change a room: its schema stays. */
  public static final Precaution SCHEMA_STAYS =
      new Precaution() {
        @Override
        public void before(int schema, Dump dump) {
          throw new IllegalStateException("schema " + schema);
        }

        @Override
        public void requireAllowed(DatabaseUrl url, int schema, int newest) {
          throw Failures.refusal(
              "%s is of an older version (schema %s, this Alcove has %s): alcove serve brings it"
                  + " forward, after a backup of it as it is",
              url.shown(), schema, newest);
        }
      };

  /** What is done before a registry on a server is brought to a newer schema. */
  @FunctionalInterface
  public interface Precaution {
    /** None at all. */
    Precaution NONE = (schema, dump) -> {};

    /**
     * Does it, while no other version can be opened there. Blocks; must not keep {@code dump}.
     *
     * @param schema that the registry has
     * @param dump what is in it
     * @throws StorageException if it cannot be done; then the schema stays as it is
     */
    void before(int schema, Dump dump);

    /**
     * Fails if the schema must not be changed at all; then nothing is done to the registry.
     *
     * @param url where it is
     * @param schema that it has
     * @param newest to which it would be brought
     */
    default void requireAllowed(DatabaseUrl url, int schema, int newest) {}
  }

  static void take(Precaution precaution, DatabaseUrl url, int schema) {
    RegistrySource.<Boolean, RuntimeException>read(
        url,
        dump -> {
          precaution.before(schema, dump);
          return true;
        });
  }

  /** Whether a data directory has a registry, or had one. */
  public static boolean isIn(Path data) {
    return (Files.exists(data.resolve(RegistryMark.NAME)) && !RegistryMark.isToBegin(data))
        || Files.exists(DatabaseUrl.in(data).file());
  }

  /**
   * Says that a registry is about to come into a data directory, so that until then no empty one
   * begins there.
   */
  public void announce() {
    RegistryMark.open(data, RegistryMark.Content.of(url, 0)).close();
  }

  /**
   * Refuses a server's database that is not empty or cannot be reached. Changes nothing.
   *
   * @throws StorageException if no room can come into it
   */
  public void requireFree() {
    if (url instanceof DatabaseUrl.PostgreSql server) {
      RegistryServer.requireFree(server);
    }
  }

  /** Takes away what a restoration left that was not completed: on a server. */
  public void clear() {
    if (url instanceof DatabaseUrl.PostgreSql server) {
      RegistryServer.clear(server);
    }
  }

  /** Makes a registry of what {@link DumpFile#fill} made, whose rows turned out to be right. */
  public void complete() {
    if (url instanceof DatabaseUrl.PostgreSql server) {
      RegistryServer.complete(server);
    }
  }

  /** Whether the whole registry of a room is on a server, and the directory has the note of it. */
  public boolean isCompleteOnServer(FeedId room) {
    return url instanceof DatabaseUrl.PostgreSql server
        && RegistryMark.read(data)
            .filter(mark -> mark.isOf(url) && mark.room().equals(Optional.of(room)))
            .isPresent()
        && RegistryServer.isComplete(server)
        && RegistryServer.owner(server).equals(Optional.of(room));
  }

  /**
   * How much of the file of a registry is in use. Changes nothing.
   *
   * @throws StorageException if it is missing, or cannot be opened
   */
  public static FileUse use(DatabaseUrl.H2File file) {
    return RegistryFile.of(file, Migrations.OWN).use();
  }

  /**
   * Writes the file of a registry anew, without what is dead in it. As it was it stays beside it
   * until it is opened next.
   *
   * @return how large it was
   * @throws StorageException if it cannot be opened, or not be written anew; then it is as it was
   */
  public static long compact(DatabaseUrl.H2File file) {
    return RegistryFile.of(file, Migrations.OWN).compact();
  }

  /**
   * Prepares it for a room that is about to get its identity there.
   *
   * @throws StorageException if the database is the registry of a room already: its identity is
   *     missing here
   */
  public void requireNew() {
    if (url instanceof DatabaseUrl.PostgreSql && !isEmpty()) {
      throw Failures.refusal(
          "%s is the registry of a room whose identity is not in %s: put that room's file %s there,"
              + " or give another database",
          url.shown(), data, Owner.SECRET);
    }
    RegistryMark.announce(data);
  }

  /** Fails if what is there is known to be another's, or if nothing is there and should be. */
  void requireFor(Owner owner) {
    Optional<RegistryMark.Content> mark = RegistryMark.read(data);
    owner.require(url, mark.flatMap(RegistryMark.Content::room));
    if (url instanceof DatabaseUrl.PostgreSql server) {
      owner.require(url, RegistryServer.owner(server));
    }
    if (mark.isEmpty() && isEmpty()) {
      owner.requireMayBegin();
    }
  }

  private boolean isEmpty() {
    return switch (url) {
      case DatabaseUrl.H2File file -> Files.notExists(file.file());
      case DatabaseUrl.H2Memory memory -> true;
      case DatabaseUrl.PostgreSql server -> RegistryServer.isEmpty(server);
    };
  }
}
