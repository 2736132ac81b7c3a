package alcove.ops.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.address.PublicAddress;
import alcove.address.WebOrigin;
import alcove.crypto.Crypto;
import alcove.crypto.CryptoChoice;
import alcove.door.FileDemand;
import alcove.health.Check;
import alcove.health.Diagnosis;
import alcove.health.Disk;
import alcove.health.Disks;
import alcove.health.Finding;
import alcove.identity.FeedKeyPair;
import alcove.identity.HostAndPort;
import alcove.room.Room;
import alcove.room.model.RoomSettings;
import alcove.room.policy.PrivacyMode;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the doctor says of a room whose database is a PostgreSQL, where there is one. */
class ServersDatabaseTest {
  @TempDir private Path data;

  /** The server that the environment names. */
  static Stream<String> servers() {
    return Stream.ofNullable(System.getenv("ALCOVE_TEST_POSTGRES"));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("servers")
  void backup_isElsewhere_andTheDatabaseIsLookedAt(String jdbc) throws Exception {
    LocalChecks local;
    try (var database = Database.open(newSchema(jdbc))) {
      local = new LocalChecks(subject(database), new SystemProbe.Real());

      assertThat(local.backup()).isEqualTo(Finding.of(Check.BACKUP, Diagnosis.BACKUP_NEVER));
      assertThat(local.database())
          .isEqualTo(Finding.of(Check.DATABASE, Diagnosis.DATABASE_WORKS, "PostgreSQL"));
    }
    assertThat(local.database())
        .isEqualTo(Finding.of(Check.DATABASE, Diagnosis.DATABASE_FAILS, "PostgreSQL"));
  }

  private static DatabaseUrl newSchema(String jdbc) throws Exception {
    String schema = "doctor_" + UUID.randomUUID().toString().replace('-', '_');
    try (var connection = DriverManager.getConnection(jdbc);
        var statement = connection.createStatement()) {
      statement.execute("CREATE SCHEMA " + schema);
    }
    return new DatabaseUrl.PostgreSql(
        jdbc + (jdbc.contains("?") ? "&" : "?") + "currentSchema=" + schema);
  }

  private RoomUnderTest subject(Database database) throws Exception {
    Crypto crypto = CryptoChoice.JAVA.load();
    var id = FeedKeyPair.create(crypto).id();
    var settings = RoomSettings.ofANewRoom(PrivacyMode.COMMUNITY, "Harbour");
    Room room = Room.open(database, id, crypto, InstantSource.system(), Set.of(), settings);
    var at = new HostAndPort("localhost", 8008);
    var address =
        new PublicAddress(id, WebOrigin.http("localhost", 3000), Optional.empty(), at, at, false);
    return new RoomUnderTest(
        room,
        database,
        data,
        new Disks(Disk.beneath(data), Optional.empty()),
        address,
        InstantSource.system(),
        crypto,
        new FileDemand(1000, false),
        Optional.empty());
  }
}
