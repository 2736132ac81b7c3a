package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.RoomFixture;
import alcove.room.audit.AuditEvent;
import alcove.room.policy.Actor;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whom and what the audit log is searched by, as the database keeps it. */
class AuditPartiesTest {
  private static final FeedId ALICE = RoomFixture.keys(2).id();
  private static final FeedId BOB = RoomFixture.keys(3).id();
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");

  private static Set<String> parties(DatabaseUrl url) throws SQLException {
    Set<String> parties = new HashSet<>();
    try (var connection = Drivers.source(url).getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("SELECT party FROM audit_party")) {
      while (rows.next()) {
        parties.add(rows.getString(1));
      }
    }
    return parties;
  }

  /** One that is old enough, of as many as it may be. */
  private static void delete(Database database, Instant before, int most) throws Exception {
    int deleted = database.write(tables -> tables.audit().deleteBefore(before, most));
    assertThat(deleted).isEqualTo(1);
  }

  @ParameterizedTest
  @MethodSource("alcove.store.TestDatabases#all")
  void whatOnlyDeletedEntriesName_isDeletedWithThem(Supplier<DatabaseUrl> databases)
      throws Exception {
    DatabaseUrl url = databases.get();
    try (Database database = Database.open(url)) {
      Instant now = LONG_AGO.plus(Duration.ofDays(31));
      database.write(
          tables -> {
            Actor alice = Actor.of(ALICE);
            tables.audit().add(LONG_AGO, alice, new AuditEvent.AliasRevoked("bittern", BOB));
            tables.audit().add(LONG_AGO, alice, new AuditEvent.AliasRevoked("heron", BOB));
            tables.audit().add(now, Actor.operator(), new AuditEvent.AliasRevoked("heron", ALICE));
            return now;
          });
      assertThat(parties(url))
          .containsExactlyInAnyOrder("bittern", "heron", ALICE.toString(), BOB.toString());

      delete(database, now, 1);
      assertThat(parties(url)).contains("heron", BOB.toString());
      delete(database, now, 7);

      assertThat(parties(url)).containsExactlyInAnyOrder("heron", ALICE.toString());
    }
  }
}
