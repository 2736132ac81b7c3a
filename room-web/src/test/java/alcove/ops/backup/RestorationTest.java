package alcove.ops.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import alcove.identity.FeedKeyPair;
import alcove.identity.SecretFile;
import alcove.room.Actor;
import alcove.room.InviteTerms;
import alcove.room.PrivacyMode;
import alcove.room.Role;
import alcove.room.Room;
import alcove.room.RoomSettings;
import alcove.room.StorageException;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import alcove.store.Dump;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A restoration that does not come to its end leaves nothing that could pass for a room. */
class RestorationTest {
  @TempDir private Path folder;

  private final Crypto crypto = CryptoChoice.JAVA.load();
  private final FeedKeyPair identity = FeedKeyPair.create(crypto);
  private final FeedKeyPair alice = FeedKeyPair.create(crypto);
  private Path target = Path.of("");
  private Path file = Path.of("");

  RestorationTest() throws CryptoUnavailableException {}

  @BeforeEach
  void backUp() throws Exception {
    target = Files.createDirectory(folder.resolve("target"));
    file = folder.resolve("backup.zip");
    Path old = Files.createDirectory(folder.resolve("old"));
    SecretFile.write(old.resolve("secret"), identity);
    try (Database database = Database.open(DatabaseUrl.in(old))) {
      Room room = open(database);
      room.members().add(Actor.operator(), alice.id(), Role.ADMIN);
      room.invites().create(Actor.operator(), InviteTerms.SINGLE);
      new Backup(
              "1.0",
              room.id(),
              InstantSource.system().instant(),
              room.whileNothingChanges(Dump::of),
              Optional.of(Files.readString(old.resolve("secret"))))
          .write(file, false);
    }
  }

  private Room open(Database database) {
    return Room.open(
        database,
        identity.id(),
        crypto,
        InstantSource.system(),
        Set.of(),
        RoomSettings.ofANewRoom(PrivacyMode.COMMUNITY, "Room"));
  }

  private void restore(InstantSource clock) throws BackupException {
    new Restoration(Backup.read(file), target, crypto, clock).run(true);
  }

  /** What ends the process: nothing is tidied up after it. */
  private static final class Killed extends Error {}

  @Test
  void restoration_killedAnywhere_letsNoOtherRoomBegin_andCanBeRepeated() throws Exception {
    for (int calls = 0; calls < 3; calls++) {
      AtomicInteger left = new AtomicInteger(calls);
      assertThatThrownBy(
              () ->
                  restore(
                      () -> {
                        if (left.getAndDecrement() == 0) {
                          throw new Killed();
                        }
                        return InstantSource.system().instant();
                      }))
          .isInstanceOf(Killed.class);

      assertNoOtherRoomBegins();
    }
    restore(InstantSource.system());

    assertRestored();
  }

  @Test
  void restoration_killedWhileItTakesItsPlace_letsNoOtherRoomBegin_andCanBeRepeated()
      throws Exception {
    restore(InstantSource.system());
    Path aside = Files.createDirectory(target.resolve("restoring"));
    Files.move(target.resolve("room.mv.db"), aside.resolve("room.mv.db"));
    assertNoOtherRoomBegins();
    Files.move(target.resolve("secret"), aside.resolve("secret"));
    assertNoOtherRoomBegins();
    restore(InstantSource.system());

    assertRestored();
  }

  private void assertNoOtherRoomBegins() {
    assertThat(Database.isIn(target)).as("a mark, by which no other identity is made").isTrue();
    assertThatThrownBy(() -> Database.open(DatabaseUrl.in(target)))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("is missing");
  }

  private void assertRestored() throws Exception {
    assertThat(SecretFile.load(target.resolve("secret"), crypto).id()).isEqualTo(identity.id());
    try (Database database = Database.open(DatabaseUrl.in(target))) {
      assertThat(open(database).members().find(alice.id())).isPresent();
    }
    assertThat(target.resolve("restoring")).doesNotExist();
  }

  @Test
  void directory_ofARoomThatLostItsDatabase_isNotTakenForAnInterruptedRestoration()
      throws Exception {
    restore(InstantSource.system());
    Files.delete(target.resolve("room.mv.db"));

    assertThatThrownBy(() -> restore(InstantSource.system()))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("is not empty: registry is in it");
  }

  @Test
  void restoration_thatFails_leavesTheDirectoryAsItWas() throws Exception {
    Backup good = Backup.read(file);
    Files.delete(file);
    new Backup(good.program(), alice.id(), good.made(), good.dump(), good.secret())
        .write(file, false);
    Files.writeString(target.resolve("alcove.properties"), "name = Room\n");

    assertThatThrownBy(() -> restore(InstantSource.system()))
        .isInstanceOf(BackupException.class)
        .hasMessageContaining("that of another room");

    assertThat(target).isDirectoryNotContaining("glob:**/{restoring,registry,secret,room*}");
    assertThat(target.resolve("alcove.properties")).hasContent("name = Room\n");
  }

  @Test
  void identityThatItsOperatorBrought_staysWhenTheRestorationFails() throws Exception {
    Backup good = Backup.read(file);
    Files.delete(file);
    Dump none = new Dump(good.dump().schema(), Map.of());
    new Backup(good.program(), good.room(), good.made(), none, Optional.empty()).write(file, false);
    SecretFile.write(target.resolve("secret"), identity);

    assertThatThrownBy(() -> restore(InstantSource.system())).isInstanceOf(BackupException.class);

    assertThat(target).isDirectoryContaining("glob:**/secret");
    assertThat(target).isDirectoryNotContaining("glob:**/{restoring,registry,room*}");
  }
}
