package alcove.ops.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.identity.FeedKeyPair;
import alcove.identity.SecretFile;
import alcove.ops.terminal.CommandException;
import alcove.room.ImportedRoom;
import alcove.room.Room;
import alcove.room.model.Member;
import alcove.room.model.RoomSetting;
import alcove.room.model.RoomSettings;
import alcove.room.model.StorageException;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.registry.Registry;
import alcove.room.registry.Tables;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import alcove.store.goroom.ImportPlan;
import alcove.store.goroom.ImportReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ImportTargetTest {
  private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");

  @TempDir private Path data;
  private final Crypto crypto = CryptoChoice.JAVA.load();
  private final FeedKeyPair keys = FeedKeyPair.create(crypto);
  private final FeedKeyPair member = FeedKeyPair.create(crypto);
  private final Database database =
      Database.open(new DatabaseUrl.H2Memory("import-" + System.identityHashCode(this)));

  ImportTargetTest() throws Exception {}

  @AfterEach
  void closeDatabase() {
    database.close();
  }

  private ImportTarget target() {
    var contents =
        new ImportedRoom(
            Map.of(RoomSetting.PRIVACY_MODE, "open"),
            List.of(
                Member.joining(member.id(), Role.ADMIN, NOW, Optional.empty(), Optional.empty())),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of());
    var report = new ImportReport(keys.id(), new TreeMap<>(), List.of(), List.of(), List.of());
    return new ImportTarget(new ImportPlan(keys, contents, report), secret(), crypto);
  }

  private Path secret() {
    return data.resolve("secret");
  }

  private Room open(Registry registry) {
    return Room.open(
        registry,
        keys.id(),
        crypto,
        InstantSource.fixed(NOW),
        Set.of(),
        RoomSettings.ofANewRoom(PrivacyMode.COMMUNITY, "Room"));
  }

  @Test
  void write_emptyPlace_holdsTheRoomWithItsIdentity() throws Exception {
    target().write(database, NOW);

    assertThat(SecretFile.load(secret(), crypto).id()).isEqualTo(keys.id());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secret())))
        .isEqualTo("rw-------");
    assertThat(open(database).members().find(member.id())).isPresent();
    assertThat(open(database).standings().privacyMode()).isEqualTo(PrivacyMode.OPEN);
  }

  @Test
  void write_identityOfAnotherRoom_isRefusedAndKept() throws Exception {
    SecretFile.write(secret(), FeedKeyPair.create(crypto));
    byte[] before = Files.readAllBytes(secret());

    assertThatThrownBy(() -> target().write(database, NOW))
        .isInstanceOf(CommandException.class)
        .hasMessage(
            "there is another room already: %s holds its identity (--data chooses another"
                + " directory)",
            secret());

    assertThat(secret()).hasBinaryContent(before);
    assertThat(ImportedRoom.fits(database)).isTrue();
  }

  @Test
  void write_unreadableIdentity_isRefusedAndKept() throws Exception {
    Files.writeString(secret(), "no secret");
    assertThatThrownBy(() -> target().write(database, NOW))
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith("there may be another room already: secret file " + secret());
    assertThat(secret()).hasContent("no secret");
  }

  @Test
  void write_registryOfARoom_isRefusedWithoutLeavingAnIdentity() throws Exception {
    open(database);

    assertThatThrownBy(() -> target().write(database, NOW))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("its registry is not empty");

    assertThat(secret()).doesNotExist();
    assertThat(open(database).members().list()).isEmpty();
  }

  @Test
  void write_again_isRefused() throws Exception {
    target().write(database, NOW);
    assertThatThrownBy(() -> target().write(database, NOW))
        .isInstanceOf(CommandException.class)
        .hasMessageContaining("its registry is not empty");
    assertThat(secret()).exists();
  }

  @Test
  void write_afterAFailureOfTheStore_canBeRepeated() throws Exception {
    assertThatThrownBy(() -> target().write(new FullDisk(database), NOW))
        .isInstanceOf(CommandException.class)
        .hasMessage("disk full: import again before you start the room");

    target().write(database, NOW);

    assertThat(open(database).members().find(member.id())).isPresent();
  }

  /** A registry that can be read and not written. */
  private record FullDisk(Registry registry) implements Registry {
    @Override
    public <T> T read(Reading<T> reading) {
      return registry.read(reading);
    }

    @Override
    public <T> T write(Writing<T> writing) {
      throw new StorageException("disk full", new IllegalStateException());
    }

    @Override
    public void note(Consumer<Tables> writing) {
      throw new StorageException("disk full", new IllegalStateException());
    }
  }
}
