package alcove.ops.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.address.PublicAddress;
import alcove.address.WebOrigin;
import alcove.crypto.CryptoChoice;
import alcove.door.FileDemand;
import alcove.health.Check;
import alcove.health.Diagnosis;
import alcove.health.Disk;
import alcove.health.DiskSpace;
import alcove.health.Disks;
import alcove.health.Finding;
import alcove.identity.FeedKeyPair;
import alcove.identity.HostAndPort;
import alcove.room.Room;
import alcove.room.model.RoomSettings;
import alcove.room.policy.PrivacyMode;
import alcove.store.Database;
import alcove.store.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the doctor says of the space that is left for what a room is going to write. */
class DiskChecksTest {
  private static final long MIB = 1 << 20;
  private static final long LARGE = 20_000 * MIB;

  @TempDir private Path data;
  private Database database;

  @BeforeEach
  void open() {
    database = Database.open(DatabaseUrl.in(data));
  }

  @AfterEach
  void close() {
    database.close();
  }

  private static Disk disk(long free, long size) {
    return patience -> Optional.of(new DiskSpace(free, size));
  }

  private DiskChecks checks(Disk ofData, Optional<Disk> ofBackups) throws Exception {
    var crypto = CryptoChoice.JAVA.load();
    var id = FeedKeyPair.create(crypto).id();
    var settings = RoomSettings.ofANewRoom(PrivacyMode.COMMUNITY, "Harbour");
    var room = Room.open(database, id, crypto, InstantSource.system(), Set.of(), settings);
    var at = new HostAndPort("room.example", 8008);
    var address =
        new PublicAddress(
            id, WebOrigin.parse("https://room.example"), Optional.empty(), at, at, false);
    return new DiskChecks(
        new RoomUnderTest(
            room,
            database,
            data,
            new Disks(ofData, ofBackups),
            address,
            InstantSource.system(),
            crypto,
            new FileDemand(1000, false),
            Optional.empty()));
  }

  private Finding data(long free) throws Exception {
    return checks(disk(free, LARGE), Optional.empty()).data();
  }

  private Finding backups(Disk disk) throws Exception {
    return checks(disk(LARGE, LARGE), Optional.of(disk)).backups();
  }

  /** As the room notes it, with a last backup of so many bytes. */
  private void noteBackup(String name, long bytes) throws IOException {
    Files.writeString(
        data.resolve("backups.json"),
        """
        {"folder": "/backups", "failures": 0, "files":
          [{"name": "%s", "made": "2026-05-01T12:00:00Z", "bytes": %s, "head": ""}]}
        """
            .formatted(name, bytes));
  }

  @ParameterizedTest
  @CsvSource({"2000, DISK_ENOUGH", "1999, DISK_SCARCE", "110, DISK_SCARCE", "99, DISK_FULL"})
  void data_byWhatIsFree_isJudged(long free, Diagnosis diagnosis) throws Exception {
    assertThat(data(free * MIB)).isEqualTo(Finding.of(Check.DISK, diagnosis, free));
  }

  @Test
  void data_whereTheDatabaseCannotBeWrittenAnew_fails() throws Exception {
    long live = database.use().orElseThrow().live();

    assertThat(live).isPositive();
    assertThat(data(100 * MIB + live - 1).diagnosis()).isEqualTo(Diagnosis.DISK_NARROW);
    assertThat(data(101 * MIB + live).diagnosis()).isEqualTo(Diagnosis.DISK_SCARCE);
  }

  @Test
  void data_whereABackupCannotBeEncrypted_fails() throws Exception {
    noteBackup("alcove.backup", 3000 * MIB);
    assertThat(data(2500 * MIB).diagnosis()).isEqualTo(Diagnosis.DISK_ENOUGH);
    noteBackup("alcove.backup.age", 3000 * MIB);
    assertThat(data(2500 * MIB))
        .isEqualTo(Finding.of(Check.DISK, Diagnosis.DISK_NARROW, 2500, 3000));
  }

  @ParameterizedTest
  @CsvSource({
    "5000, BACKUP_DISK_ENOUGH",
    "3000, BACKUP_DISK_ENOUGH",
    "2999, BACKUP_DISK_SCARCE",
    "301,  BACKUP_DISK_SCARCE",
    "300,  BACKUP_DISK_NARROW"
  })
  void backups_byTheSizeOfTheLast_areJudged(long free, Diagnosis diagnosis) throws Exception {
    noteBackup("alcove.backup", 300 * MIB - 1);

    assertThat(backups(disk(free * MIB, LARGE)))
        .isEqualTo(Finding.of(Check.BACKUP_DISK, diagnosis, free, 300));
  }

  @Test
  void backups_thatNobodyMakes_needNoSpace() throws Exception {
    assertThat(checks(disk(LARGE, LARGE), Optional.empty()).backups())
        .isEqualTo(Finding.of(Check.BACKUP_DISK, Diagnosis.BACKUP_DISK_NONE));
  }

  @Test
  void backups_whoseFolderIsGoneOrSilent_fail() throws Exception {
    assertThat(backups(Disk.beneath(data.resolve("not mounted"))).diagnosis())
        .isEqualTo(Diagnosis.BACKUP_DISK_MISSING);
    assertThat(backups(patience -> Optional.empty()))
        .isEqualTo(Finding.of(Check.BACKUP_DISK, Diagnosis.LATE, 5));
  }
}
