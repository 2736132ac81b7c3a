package alcove.ops.backup;

import alcove.crypto.Crypto;
import alcove.files.DurableFiles;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.identity.SecretFile;
import alcove.identity.SecretFileException;
import alcove.ops.terminal.CommandException;
import alcove.room.Room;
import alcove.room.Soundness;
import alcove.room.audit.AuditEvent;
import alcove.room.model.Invite;
import alcove.room.model.RefusedException;
import alcove.room.model.RoomSettings;
import alcove.room.model.StorageException;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import alcove.store.RegistryPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Makes a room out of a backup, in a data directory that has none. Blocks.
 *
 * <p>First of all a directory announces it, by which no other room can begin there. The room is
 * made in that, and takes its place when it is complete, the database last; one on a server has a
 * mark until then. Whatever stops in between, restoring can be repeated. A restoration that fails
 * leaves nothing behind.
 *
 * @param backup checked already
 * @param data a data directory, locked by the caller
 * @param place where its database shall be: the usual place in there, or a server
 * @param kind whether time has passed since
 * @param steps is told what was just done, on the thread that does it
 */
public record Restoration(
    Backup backup,
    Path data,
    DatabaseUrl place,
    Kind kind,
    Crypto crypto,
    InstantSource clock,
    Consumer<Step> steps) {
  private static final String SECRET = "secret";
  private static final String ASIDE = "restoring";
  private static final String HALF_MARK = RegistryPlace.MARK + ".new";

  /** What may be in a directory that counts as empty: nothing of a room. */
  private static final Set<String> HARMLESS =
      Set.of("lock", "lost+found", "alcove.properties", Move.DRAFT, ASIDE);

  /** What else is there after a restoration that was interrupted. */
  private static final Set<String> OF_AN_INTERRUPTED = Set.of(RegistryPlace.MARK, HALF_MARK);

  /** Signed-in browsers and setup links of that time are of no use to those of now. */
  private static final Set<String> OUTDATED = Set.of("web_session", "setup_token", "reset_link");

  /** Where a backup is from. */
  public enum Kind {
    /** The room of some time before: nobody is signed in any more. */
    RESTORED("cannot restore: "),
    /** The room as it is, and goes on. */
    MOVED("cannot move: ");

    private final String failure;

    Kind(String failure) {
      this.failure = failure;
    }
  }

  /** What is done, in this order. */
  public enum Step {
    /** No other room can begin there. */
    ANNOUNCED,
    /** Nor one of an older program. */
    MARKED,
    /** The identity is there, aside. */
    IDENTIFIED,
    /** The rows are in a database, aside. */
    FILLED,
    /** They are right, and the room is ready. */
    ENTERED,
    /** The identity is in its place. */
    IDENTITY_PLACED,
    /** The mark of the registry is. */
    MARK_PLACED,
    /** The database is, by which the room is there. */
    PLACED
  }

  /** One that tells nobody. */
  public Restoration(
      Backup backup, Path data, DatabaseUrl place, Crypto crypto, InstantSource clock) {
    this(backup, data, place, Kind.RESTORED, crypto, clock, step -> {});
  }

  /**
   * Whether a restoration began in a data directory and did not come to its end, so that nothing
   * else can be done there.
   */
  public static boolean isInterruptedIn(Path data) {
    return Files.isDirectory(data.resolve(ASIDE)) && Files.notExists(DatabaseUrl.in(data).file());
  }

  /** Where the room of a data directory is until it is complete. */
  static Path aside(Path data) {
    return data.resolve(ASIDE);
  }

  /**
   * Restores.
   *
   * @param revokeInvites whether invites end that were open
   * @return how many invites are open
   * @throws CommandException if a room is there already, the identity is missing or another one,
   *     the rows are not those of a room, or something cannot be written
   */
  public long run(boolean revokeInvites) throws CommandException {
    try {
      if (isInterruptedIn(data) && target(data).isCompleteOnServer(backup.room())) {
        return end();
      }
      requireEmpty();
      boolean brought = Files.exists(data.resolve(SECRET));
      try {
        return make(revokeInvites);
      } catch (IOException | SecretFileException | CommandException | RuntimeException e) {
        undo(brought);
        throw e;
      }
    } catch (IOException | StorageException | SecretFileException e) {
      throw new CommandException(kind.failure + e.getMessage(), e);
    }
  }

  /**
   * Refuses what {@link #run} would refuse of the data directory and of a server's database, and
   * changes nothing. A directory that is not there can be made.
   *
   * @throws CommandException if either holds a room, the database cannot be reached, or the
   *     directory lacks the identity that the backup has not
   */
  public void requirePossible() throws CommandException {
    try {
      if (Files.exists(data)) {
        requireEmpty();
      }
      target(data).requireFree();
    } catch (IOException | StorageException | SecretFileException e) {
      throw new CommandException(kind.failure + e.getMessage(), e);
    }
    if (backup.secret().isEmpty() && Files.notExists(data.resolve(SECRET))) {
      throw noIdentity();
    }
  }

  private CommandException noIdentity() {
    return new CommandException(
        "the backup was made without the identity: put the room's file %s into %s first"
            .formatted(SECRET, data));
  }

  private long make(boolean revokeInvites)
      throws IOException, CommandException, SecretFileException {
    Path aside = data.resolve(ASIDE);
    announce(aside);
    FeedKeyPair identity = identity(aside);
    steps.accept(Step.IDENTIFIED);
    backup.fill(target(aside).url(), kind == Kind.RESTORED ? OUTDATED : Set.of());
    steps.accept(Step.FILLED);
    long open = enter(target(aside).url(), identity, revokeInvites);
    steps.accept(Step.ENTERED);
    takePlace(aside);
    return open;
  }

  /** The database as it belongs to a data directory, which this one is or will be. */
  private RegistryPlace target(Path directory) {
    return new RegistryPlace(place.isH2() ? DatabaseUrl.in(directory) : place, directory);
  }

  /** Only tidying up was left to do. */
  private long end() throws IOException, CommandException {
    removeAside();
    try (Database database = Database.open(place, data, backup.room())) {
      return openInvites(room(database, backup.room())).size();
    }
  }

  private void announce(Path aside) throws IOException {
    if (Files.isDirectory(aside)) {
      clear(aside);
    } else {
      Files.createDirectory(
          aside,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }
    DurableFiles.syncDirectory(data);
    steps.accept(Step.ANNOUNCED);
    Files.deleteIfExists(data.resolve(HALF_MARK));
    target(data).announce();
    steps.accept(Step.MARKED);
  }

  /** The announcement goes last, so that this can be interrupted, too. */
  private void undo(boolean brought) throws IOException {
    try {
      target(data).clear();
    } catch (StorageException e) {
      // its mark says what it is
    }
    clear(data.resolve(ASIDE));
    Files.deleteIfExists(data.resolve(RegistryPlace.MARK));
    Files.deleteIfExists(data.resolve(HALF_MARK));
    if (!brought) {
      Files.deleteIfExists(data.resolve(SECRET));
    }
    Files.deleteIfExists(data.resolve(ASIDE));
  }

  private void requireEmpty() throws IOException, CommandException, SecretFileException {
    boolean interrupted = isInterruptedIn(data);
    try (Stream<Path> files = Files.list(data)) {
      for (Path file : files.toList()) {
        String name = String.valueOf(file.getFileName());
        if (!HARMLESS.contains(name)
            && !(interrupted && OF_AN_INTERRUPTED.contains(name))
            && !(name.equals(SECRET) && isOurs(file))) {
          throw new CommandException(
              "%s is not empty: %s is in it (--data chooses another directory)"
                  .formatted(data, name));
        }
      }
    }
  }

  private boolean isOurs(Path secret) throws SecretFileException {
    return SecretFile.loadCopied(secret, crypto).id().equals(backup.room());
  }

  /** The backup's, or the one that its operator has put there. */
  private FeedKeyPair identity(Path aside)
      throws IOException, CommandException, SecretFileException {
    Path secret = aside.resolve(SECRET);
    if (backup.secret().isPresent()) {
      Files.writeString(secret, backup.secret().get());
    } else if (Files.exists(data.resolve(SECRET))) {
      Files.copy(data.resolve(SECRET), secret);
    } else {
      throw noIdentity();
    }
    FeedKeyPair identity = SecretFile.loadCopied(secret, crypto);
    if (!identity.id().equals(backup.room())) {
      throw new CommandException("the backup is damaged: its identity is that of another room");
    }
    Files.delete(secret);
    SecretFile.write(secret, identity);
    return identity;
  }

  private long enter(DatabaseUrl url, FeedKeyPair identity, boolean revokeInvites)
      throws CommandException {
    try (Database database = Database.openRestored(url, data.resolve(ASIDE), identity.id())) {
      Optional<String> fault = new Soundness(identity.id(), crypto).fault(database);
      // what moved was compared, and is the room as it is
      if (fault.isPresent() && kind == Kind.RESTORED) {
        throw new CommandException("what it holds is not right: " + fault.get());
      }
      Room room = room(database, identity.id());
      Actor operator = Actor.operator();
      List<Invite> open = openInvites(room);
      if (revokeInvites) {
        for (Invite invite : open) {
          room.invites().revoke(operator, invite.id());
        }
      }
      if (kind == Kind.RESTORED) {
        room.audit().enter(operator, new AuditEvent.Restored("as it was at " + backup.made()));
      }
      return revokeInvites ? 0 : open.size();
    } catch (RefusedException e) {
      throw new CommandException(kind.failure + e.getMessage(), e);
    }
  }

  private Room room(Database database, FeedId id) {
    return Room.open(
        database,
        id,
        crypto,
        clock,
        Set.of(),
        RoomSettings.ofANewRoom(PrivacyMode.RESTRICTED, "Alcove"));
  }

  private List<Invite> openInvites(Room room) {
    return room.invites().list().stream()
        .filter(invite -> invite.state(clock.instant()) == Invite.State.OPEN)
        .toList();
  }

  private void takePlace(Path aside) throws IOException {
    move(aside, SECRET);
    steps.accept(Step.IDENTITY_PLACED);
    // The mark that there is a registry comes before the registry.
    move(aside, RegistryPlace.MARK);
    steps.accept(Step.MARK_PLACED);
    switch (target(aside).url()) {
      case DatabaseUrl.H2File file -> move(aside, String.valueOf(file.file().getFileName()));
      case DatabaseUrl other -> target(data).complete();
    }
    steps.accept(Step.PLACED);
    removeAside();
  }

  private void removeAside() throws IOException {
    clear(data.resolve(ASIDE));
    Files.delete(data.resolve(ASIDE));
  }

  private void move(Path aside, String name) throws IOException {
    DurableFiles.rename(aside.resolve(name), data.resolve(name));
  }

  /** Deletes all that is in a directory, but for some files of it. */
  static void clear(Path directory, Set<Path> kept) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        if (!file.equals(directory) && !kept.contains(file)) {
          Files.delete(file);
        }
      }
    }
  }

  /** Deletes all that is in a directory, if there is one. */
  static void clear(Path directory) throws IOException {
    if (Files.exists(directory)) {
      clear(directory, Set.of());
    }
  }
}
