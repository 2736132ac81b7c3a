package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import alcove.identity.FeedId;
import alcove.room.model.StorageException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A registry belongs to one room, and is never another's. */
class OwnerTest {
  private static final FeedId ROOM = id(1);
  private static final FeedId OTHER = id(2);

  @TempDir Path folder;
  private Path data = Path.of("");
  private Path elsewhere = Path.of("");

  @BeforeEach
  void makeDirectories() throws Exception {
    data = Files.createDirectory(folder.resolve("data"));
    elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
  }

  private static FeedId id(int number) {
    byte[] key = new byte[32];
    key[0] = (byte) number;
    return FeedId.of(key);
  }

  private void put(Database database) throws Exception {
    database.write(
        tables -> {
          tables.settings().put("name", "kept");
          return database;
        });
  }

  private static void assertRefused(DatabaseUrl url, Path data, FeedId room, String words) {
    assertThatThrownBy(() -> Database.open(url, data, room))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(words)
        .message()
        .hasLineCount(1)
        .doesNotContain(ROOM.toString(), OTHER.toString());
  }

  @Test
  void file_isThatOfItsRoomAlone() throws Exception {
    DatabaseUrl url = DatabaseUrl.in(data);
    Database.open(url, data, ROOM).close();
    Database.open(url, data, ROOM).close();

    assertRefused(url, data, OTHER, "is the registry of room @AQAAA");
    Files.delete(data.resolve("registry"));
    assertRefused(url, data, OTHER, "is the registry of room @AQAAA");

    Database.open(url, data, ROOM).close();
    assertThat(data.resolve("registry")).content().endsWith(" " + ROOM + "\n");
  }

  @ParameterizedTest
  @MethodSource("alcove.store.TestDatabases#servers")
  void server_isThatOfItsRoomAlone_whateverDirectoryAsks(Supplier<DatabaseUrl> servers)
      throws Exception {
    DatabaseUrl url = servers.get();
    Database.open(url, data, ROOM).close();

    assertRefused(url, data, OTHER, "registry of room @AQAAA");
    assertRefused(url, elsewhere, OTHER, "registry of room @AQAAA");
    assertThatThrownBy(() -> new RegistryPlace(url, elsewhere).requireNew())
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("is the registry of a room whose identity is not in " + elsewhere);
    assertThat(elsewhere).isEmptyDirectory();

    Database.open(url, elsewhere, ROOM).close();
  }

  @ParameterizedTest
  @MethodSource("alcove.store.TestDatabases#all")
  void registry_ofNobodyYet_isThatOfWhoOpensItFirst(Supplier<DatabaseUrl> databases)
      throws Exception {
    DatabaseUrl url = databases.get().isH2() ? DatabaseUrl.in(data) : databases.get();
    try (Database database = Database.open(url, data)) {
      put(database);
    }

    try (Database database = Database.open(url, data, ROOM)) {
      assertThat(database.<Integer>read(tables -> tables.settings().all().size())).isEqualTo(1);
    }
    assertRefused(url, data, OTHER, "is the registry of room @AQAAA");
    try (Database database = Database.open(url, data)) {
      assertThatThrownBy(() -> database.belongTo(OTHER)).isInstanceOf(StorageException.class);
    }
  }

  @ParameterizedTest
  @MethodSource("alcove.store.TestDatabases#all")
  void identity_withoutItsRegistry_beginsNoOther_unlessItsOperatorSaysSo(
      Supplier<DatabaseUrl> databases) throws Exception {
    DatabaseUrl url = databases.get().isH2() ? DatabaseUrl.in(data) : databases.get();
    Files.writeString(data.resolve("secret"), "a secret");

    assertRefused(url, data, ROOM, "has a room's identity, but no registry: restore a backup");
    assertThat(data.resolve("registry")).doesNotExist();
    Files.writeString(data.resolve("registry"), "new");
    assertThat(RegistryPlace.isIn(data)).isFalse();
    Database.open(url, data, ROOM).close();

    assertThat(RegistryPlace.isIn(data)).isTrue();
    Database.open(url, data, ROOM).close();
  }

  @Test
  void firstStart_thatIsInterrupted_canBeRepeated() throws Exception {
    new RegistryPlace(DatabaseUrl.in(data), data).requireNew();
    Files.writeString(data.resolve("secret"), "a secret");

    Database.open(DatabaseUrl.in(data), data, ROOM).close();

    assertThat(data.resolve("registry")).content().contains("h2 ");
  }
}
