package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import alcove.room.Room;
import alcove.room.model.RoomSettings;
import alcove.room.model.StorageException;
import alcove.room.policy.Actor;
import alcove.room.policy.PrivacyMode;
import alcove.room.policy.Role;
import alcove.room.policy.Standing;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Two servers on one registry never both write, whatever becomes of the lock between them. */
@ParameterizedClass(allowZeroInvocations = true)
@MethodSource("alcove.store.TestDatabases#servers")
class SplitBrainTest {
  private static final Actor OPERATOR = Actor.operator();

  private final Crypto crypto = CryptoChoice.JAVA.load();
  private final FeedId id = FeedKeyPair.create(crypto).id();
  private final FeedId bob = FeedKeyPair.create(crypto).id();
  private final String firstName = "first-" + UUID.randomUUID();
  private final DatabaseUrl url;

  SplitBrainTest(Supplier<DatabaseUrl> servers) throws Exception {
    url = servers.get();
  }

  private Database open(String name) {
    return Database.open(new DatabaseUrl.PostgreSql(url.jdbc() + "&ApplicationName=" + name));
  }

  private Room room(Database database) {
    return Room.open(
        database,
        id,
        crypto,
        InstantSource.system(),
        Set.of(),
        RoomSettings.ofANewRoom(PrivacyMode.COMMUNITY, "Room"));
  }

  private void execute(String statement) throws Exception {
    try (var connection = Drivers.source(url).getConnection();
        var each = connection.createStatement()) {
      each.execute(statement);
    }
  }

  private void breakConnectionsOf(String name) throws Exception {
    execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '%s'"
            .formatted(name));
    await()
        .until(
            () -> {
              try (var connection = Drivers.source(url).getConnection();
                  var statement = connection.createStatement();
                  var row =
                      statement.executeQuery(
                          "SELECT count(*) FROM pg_stat_activity WHERE application_name = '%s'"
                              .formatted(name))) {
                return row.next() && row.getInt(1) == 0;
              }
            });
  }

  private static void lookUntilUsable(Database database) {
    await()
        .untilAsserted(
            () -> {
              database.look();
              assertThat(database.trouble()).isEmpty();
            });
  }

  @Test
  void lockThatWasLost_andTakenByAnother_letsTheFirstChangeNothing() throws Exception {
    try (Database first = open(firstName)) {
      Room firstRoom = room(first);
      breakConnectionsOf(firstName);
      try (Database second = open("second")) {
        Room secondRoom = room(second);
        secondRoom.blocks().block(OPERATOR, bob, "", Optional.empty());

        for (int i = 0; i < 8; i++) {
          assertThatThrownBy(() -> firstRoom.members().add(OPERATOR, bob, Role.MEMBER))
              .isInstanceOf(StorageException.class);
        }
        first.look();

        assertThat(first.trouble()).get().asString().contains("another connection has it");
        assertThat(second.trouble()).isEmpty();
        assertThat(secondRoom.members().list()).isEmpty();
        assertThatThrownBy(() -> open("third")).hasMessageContaining("in use by another Alcove");
      }
      assertThatThrownBy(() -> firstRoom.members().add(OPERATOR, bob, Role.MEMBER))
          .as("not before it holds the lock again")
          .isInstanceOf(StorageException.class);
      lookUntilUsable(first);

      assertThat(firstRoom.standings().of(bob)).isEqualTo(Standing.BLOCKED);
      firstRoom.blocks().unblock(OPERATOR, bob);
      firstRoom.members().add(OPERATOR, bob, Role.MEMBER);
      assertThatThrownBy(() -> open("third")).hasMessageContaining("in use by another Alcove");
    }
  }

  @Test
  void lockThatWasLost_isTakenAgain_andWhatOthersChangedIsKnown() throws Exception {
    try (Database first = open(firstName)) {
      Room room = room(first);
      room.blocks().block(OPERATOR, bob, "", Optional.empty());
      breakConnectionsOf(firstName);
      try (Database second = open("second")) {
        room(second).blocks().unblock(OPERATOR, bob);
      }

      lookUntilUsable(first);

      assertThat(room.standings().of(bob)).isEqualTo(Standing.EXTERNAL);
      room.members().add(OPERATOR, bob, Role.MEMBER);
    }
  }

  /** As a failover might have it, or somebody with psql. */
  @Test
  void change_thatAnotherSlippedIn_isKnownBeforeTheNextIsJudged() throws Exception {
    try (Database first = open(firstName)) {
      Room room = room(first);
      execute(
          "BEGIN; UPDATE change_count SET changes = changes + 1; INSERT INTO blocked_id"
              + " (id, reason, blocked_kind, since) VALUES ('%s', '', 'operator', now()); COMMIT"
                  .formatted(bob));

      assertThatThrownBy(() -> room.members().add(OPERATOR, bob, Role.MEMBER))
          .hasMessageContaining("this key is blocked");

      assertThat(room.standings().of(bob)).isEqualTo(Standing.BLOCKED);
    }
  }

  /** Whoever takes the lock over must not read before a transaction of the former one is over. */
  @Test
  void transactionUnderWay_whenTheLockIsLost_isSeenByTheNextServer() throws Exception {
    try (Database first = open(firstName)) {
      Room firstRoom = room(first);
      first.write(
          tables -> {
            breakLockOnly();
            Thread other = Thread.ofPlatform().start(() -> open("second").close());
            await().until(() -> isWaiting("second"));
            assertThat(other.isAlive()).as("waits for this transaction").isTrue();
            return true;
          });
      assertThatThrownBy(() -> firstRoom.members().add(OPERATOR, bob, Role.MEMBER))
          .isInstanceOf(StorageException.class);
    }
  }

  private void breakLockOnly() {
    try {
      execute(
          "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
              + " WHERE l.locktype = 'advisory' AND a.application_name = '%s'"
                  .formatted(firstName));
      await().until(() -> !isLocking());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private boolean isLocking() throws Exception {
    return ask(
        "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
            + " WHERE l.locktype = 'advisory' AND a.application_name = '%s'".formatted(firstName));
  }

  private boolean isWaiting(String name) throws Exception {
    return ask(
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = '%s'".formatted(name)
            + " AND wait_event_type = 'Lock'");
  }

  private boolean ask(String query) throws Exception {
    try (var connection = Drivers.source(url).getConnection();
        var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      return row.next() && row.getInt(1) > 0;
    }
  }
}
