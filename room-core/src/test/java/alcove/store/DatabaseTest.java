package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.Room;
import alcove.room.model.InviteTerms;
import alcove.room.model.NewInvite;
import alcove.room.model.RoomSettings;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Standing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class DatabaseTest {
  DatabaseTest() throws CryptoUnavailableException {}

  private final Crypto crypto = CryptoChoice.JAVA.load();
  private final FeedId room = FeedKeyPair.create(crypto).id();
  private final FeedId alice = FeedKeyPair.create(crypto).id();
  private final FeedId bob = FeedKeyPair.create(crypto).id();

  private Room open(Database database) {
    return Room.open(
        database,
        room,
        crypto,
        InstantSource.system(),
        Set.of(),
        RoomSettings.ofANewRoom(PrivacyMode.COMMUNITY, "Room"));
  }

  @ParameterizedTest
  @MethodSource("alcove.store.TestDatabases#all")
  void room_openedAgain_knowsWhatItKnew(Supplier<DatabaseUrl> databases) throws Exception {
    DatabaseUrl url = databases.get();
    try (Database database = Database.open(url)) {
      Room before = open(database);
      before.setup().byOperator(alice);
      NewInvite invite = before.invites().create(Actor.of(alice), InviteTerms.SINGLE);
      before.invites().claim(invite.token().text(), bob);

      Room after = open(database);

      assertThat(after.standings().of(alice)).isEqualTo(Standing.ADMIN);
      assertThat(after.standings().of(bob)).isEqualTo(Standing.MEMBER);
      assertThat(after.members().list()).isEqualTo(before.members().list());
      assertThat(after.invites().list()).isEqualTo(before.invites().list());
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("alcove.store.TestDatabases#servers")
  void size_ofServersDatabase_isWhatTheServerSays(Supplier<DatabaseUrl> servers) {
    try (Database database = Database.open(servers.get())) {
      assertThat(database.size().orElseThrow()).isGreaterThan(1 << 20);
    }
  }

  @Test
  void size_ofFile_isTheFiles(@TempDir Path data) throws Exception {
    DatabaseUrl.H2File url = DatabaseUrl.in(data);
    try (Database database = Database.open(url)) {
      assertThat(database.size()).hasValue(Files.size(url.file()));
    }
  }

  @Test
  void size_ofDatabaseInMemory_isNothing() {
    try (Database database = Database.open(TestDatabases.h2())) {
      assertThat(database.size()).isEmpty();
    }
  }
}
