package alcove.ops.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import alcove.identity.FeedKeyPair;
import alcove.identity.SecretFile;
import alcove.ops.terminal.CommandException;
import alcove.room.Room;
import alcove.room.model.InviteTerms;
import alcove.room.model.StorageException;
import alcove.room.policy.Actor;
import alcove.room.policy.Role;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import alcove.store.RegistryPlace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A restoration that does not come to its end leaves nothing that could pass for a room. */
@ParameterizedClass
@MethodSource("alcove.ops.backup.EmptyDatabases#all")
class RestorationTest {
  private final DatabaseUrl empty;

  @TempDir private Path folder;

  private final Crypto crypto = CryptoChoice.JAVA.load();
  private final FeedKeyPair identity = FeedKeyPair.create(crypto);
  private final FeedKeyPair alice = FeedKeyPair.create(crypto);
  private Path target = Path.of("");
  private Path file = Path.of("");

  /** Of a registry in the data directory, or on a server. */
  RestorationTest(Supplier<DatabaseUrl> databases) throws CryptoUnavailableException {
    empty = databases.get();
  }

  private DatabaseUrl place() {
    return empty.isH2() ? DatabaseUrl.in(target) : empty;
  }

  @BeforeEach
  void backUp() throws Exception {
    target = Files.createDirectory(folder.resolve("target"));
    file = folder.resolve("backup.zip");
    Path old = Files.createDirectory(folder.resolve("old"));
    SecretFile.write(old.resolve("secret"), identity);
    try (Database database = Database.open(DatabaseUrl.in(old))) {
      Room room = BackupFiles.open(database, identity.id(), crypto);
      room.members().add(Actor.operator(), alice.id(), Role.ADMIN);
      room.invites().create(Actor.operator(), InviteTerms.SINGLE);
      BackupFiles.make(
          file,
          old,
          database,
          room.id(),
          InstantSource.system().instant(),
          Optional.of(Files.readString(old.resolve("secret"))));
    }
  }

  private void restore(InstantSource clock) throws CommandException {
    new Restoration(Backup.read(file), target, place(), crypto, clock).run(true);
  }

  /** What ends the process: nothing is tidied up after it. */
  private static final class Killed extends Error {}

  @ParameterizedTest
  @EnumSource
  void restoration_killedAfterAnyStep_letsNoOtherRoomBegin_andCanBeRepeated(Restoration.Step last)
      throws Exception {
    killAfter(last);

    if (last == Restoration.Step.PLACED && empty.isH2()) {
      assertThat(Restoration.isInterruptedIn(target)).as("the room is there").isFalse();
      try (Database database = Database.open(DatabaseUrl.in(target))) {
        assertThat(BackupFiles.open(database, identity.id(), crypto).members().find(alice.id()))
            .isPresent();
      }
      return;
    }
    assertThat(Restoration.isInterruptedIn(target)).isTrue();
    if (last != Restoration.Step.ANNOUNCED && last != Restoration.Step.PLACED) {
      assertNoOtherRoomBegins();
    }
    restore(InstantSource.system());

    assertRestored();
  }

  private void killAfter(Restoration.Step last) throws Exception {
    Backup backup = Backup.read(file);
    var killed =
        new Restoration(
            backup,
            target,
            place(),
            Restoration.Kind.RESTORED,
            crypto,
            InstantSource.system(),
            step -> {
              if (step == last) {
                throw new Killed();
              }
            });
    assertThatThrownBy(() -> killed.run(true)).isInstanceOf(Killed.class);
  }

  @Test
  void restoration_killedAgainAndAgain_canBeRepeated() throws Exception {
    for (Restoration.Step step : Restoration.Step.values()) {
      if (step != Restoration.Step.PLACED || !empty.isH2()) {
        killAfter(step);
      }
    }
    restore(InstantSource.system());

    assertRestored();
  }

  @Test
  void markThatWasOnlyHalfWritten_isNoObstacle() throws Exception {
    killAfter(Restoration.Step.ANNOUNCED);
    Files.writeString(target.resolve("registry.new"), "h2 0000");

    restore(InstantSource.system());

    assertRestored();
    assertThat(target.resolve("registry.new")).doesNotExist();
  }

  private void assertNoOtherRoomBegins() {
    assertThat(RegistryPlace.isIn(target))
        .as("a mark, by which no other identity is made")
        .isTrue();
    assertThatThrownBy(() -> Database.open(place(), target))
        .isInstanceOf(StorageException.class)
        .message()
        .containsPattern("is missing|is empty, but|was interrupted: restore it again");
  }

  private void assertRestored() throws Exception {
    assertThat(SecretFile.load(target.resolve("secret"), crypto).id()).isEqualTo(identity.id());
    try (Database database = Database.open(place(), target, identity.id())) {
      assertThat(BackupFiles.open(database, identity.id(), crypto).members().find(alice.id()))
          .isPresent();
    }
    assertThat(target.resolve("restoring")).doesNotExist();
  }

  @Test
  void registryOnAServer_thatIsThere_isRefusedAndLeftAsItIs() throws Exception {
    assumeThat(empty.isH2()).as("a data directory says so itself").isFalse();
    Path other = Files.createDirectory(folder.resolve("other"));
    FeedKeyPair owner = FeedKeyPair.create(crypto);
    try (Database database = Database.open(place(), other, owner.id())) {
      assertThat(database.isUsable()).isTrue();
    }

    Restoration rehearsed =
        new Restoration(Backup.read(file), target, place(), crypto, InstantSource.system());
    assertThatThrownBy(rehearsed::requirePossible)
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("PostgreSQL database is not empty");
    assertThatThrownBy(() -> restore(InstantSource.system()))
        .isInstanceOf(CommandException.class)
        .hasMessageMatching(
            "cannot restore: PostgreSQL database is not empty \\(\\d+ tables\\): a room comes into"
                + " a database or a schema of its own");

    assertThat(target).isEmptyDirectory();
    try (Database database = Database.open(place(), other, owner.id())) {
      assertThat(database.isUsable()).isTrue();
    }
  }

  @Test
  void registryOnAServer_thatIsHalfRestored_isNoRoomForAnybody() throws Exception {
    assumeThat(empty.isH2()).as("it has no other place").isFalse();
    killAfter(Restoration.Step.ENTERED);
    Path other = Files.createDirectory(folder.resolve("other"));

    for (FeedKeyPair each : List.of(identity, FeedKeyPair.create(crypto))) {
      assertThatThrownBy(() -> Database.open(place(), other, each.id()))
          .isInstanceOf(StorageException.class);
    }
    assertThatThrownBy(() -> Database.open(place(), other))
        .hasMessage(
            "PostgreSQL database is no room: restoring a backup into it was interrupted: restore it"
                + " again (alcove restore)");
  }

  @Test
  void directory_ofARoomThatLostItsDatabase_isNotTakenForAnInterruptedRestoration()
      throws Exception {
    restore(InstantSource.system());
    Files.deleteIfExists(target.resolve("room.mv.db"));

    assertThatThrownBy(() -> restore(InstantSource.system()))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("is not empty: registry is in it");
  }

  @Test
  void restoration_thatFails_leavesTheDirectoryAsItWas() throws Exception {
    BackupFiles.forgeFirst(file, "room", "\"" + alice.id() + "\"");
    Files.writeString(target.resolve("alcove.properties"), "name = Room\n");

    assertThatThrownBy(() -> restore(InstantSource.system()))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("that of another room");

    assertThat(target).isDirectoryNotContaining("glob:**/{restoring,registry,secret,room*}");
    assertThat(target.resolve("alcove.properties")).hasContent("name = Room\n");
  }

  @Test
  void identityThatItsOperatorBrought_staysWhenTheRestorationFails() throws Exception {
    BackupFiles.forge(file, "change_count", "");
    SecretFile.write(target.resolve("secret"), identity);

    assertThatThrownBy(() -> restore(InstantSource.system())).isInstanceOf(CommandException.class);

    assertThat(target).isDirectoryContaining("glob:**/secret");
    assertThat(target).isDirectoryNotContaining("glob:**/{restoring,registry,room*}");
  }
}
