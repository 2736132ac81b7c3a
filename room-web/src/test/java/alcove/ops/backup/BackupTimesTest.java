package alcove.ops.backup;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.crypto.CryptoChoice;
import alcove.crypto.CryptoUnavailableException;
import alcove.identity.FeedId;
import alcove.identity.FeedKeyPair;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a room makes a backup by itself. */
class BackupTimesTest {
  private static final Instant AT = Instant.parse("2026-03-10T03:30:00Z");

  private final BackupTimes times = new BackupTimes(LocalTime.of(3, 30), ZoneId.of("UTC"));

  @TempDir private Path data;

  private BackupRecord attempted(Instant at) {
    return BackupRecord.in(data).begun(at);
  }

  private BackupRecord made(Instant at) {
    return attempted(at).succeeded();
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-10T03:30:40Z, 2026-03-10T23:59:00Z, false",
    "2026-03-10T03:30:40Z, 2026-03-11T03:29:59Z, false",
    "2026-03-10T03:30:40Z, 2026-03-11T03:30:00Z, true",
    // the machine was off, for hours and for years
    "2026-03-10T03:30:40Z, 2026-03-11T11:00:00Z, true",
    "2026-03-10T03:30:40Z, 2036-03-11T11:00:00Z, true",
    // made up in the morning, and not again until the next night
    "2026-03-11T11:00:00Z, 2026-03-11T11:01:00Z, false",
    "2026-03-11T11:00:00Z, 2026-03-12T03:30:00Z, true",
    // the clock was years ahead; a second it may go back
    "2036-03-11T11:00:00Z, 2026-03-11T11:00:00Z, true",
    "2026-03-11T11:00:01Z, 2026-03-11T11:00:00Z, false"
  })
  void backup_isDueOnceADay(Instant last, Instant now, boolean due) {
    assertThat(times.isDue(made(last), now)).isEqualTo(due);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-03-10T03:30:40Z, true,  2026-03-10T12:00:00Z, 2026-03-11T03:30:00Z",
    "2026-03-10T20:00:00Z, true,  2026-03-10T20:00:00Z, 2026-03-11T03:30:00Z",
    "2026-03-11T01:00:00Z, true,  2026-03-11T02:00:00Z, 2026-03-11T03:30:00Z",
    "2026-03-10T03:30:40Z, false, 2026-03-10T03:31:00Z, 2026-03-10T04:30:40Z",
    // before an hour is over it is the regular time
    "2026-03-11T03:00:00Z, false, 2026-03-11T03:10:00Z, 2026-03-11T03:30:00Z",
    // due
    "2026-03-01T03:30:40Z, true,  2026-03-10T12:00:00Z, 2026-03-10T12:00:00Z"
  })
  void next_isWhenItIsDue(Instant last, boolean good, Instant now, Instant next) {
    BackupRecord record = good ? made(last) : attempted(last);

    assertThat(times.next(record, now)).isEqualTo(next);
    assertThat(times.isDue(record, next)).isTrue();
    assertThat(next.isAfter(now) && times.isDue(record, next.minusSeconds(1))).isFalse();
  }

  @Test
  void backup_thatFailedOrWasKilled_isDueAnHourLater() {
    BackupRecord failed = attempted(AT).failed(AT, "no disk");

    for (BackupRecord each : new BackupRecord[] {failed, attempted(AT)}) {
      assertThat(times.isDue(each, AT.plus(Duration.ofMinutes(59)))).isFalse();
      assertThat(times.isDue(each, AT.plus(Duration.ofMinutes(60)))).isTrue();
    }
  }

  @Test
  void firstBackup_isDueAtOnce() {
    assertThat(times.isDue(BackupRecord.in(data), AT)).isTrue();
  }

  @Test
  void timeThatIsLeftOut_whenClocksAreSetForward_isMadeUp() {
    BackupTimes summer = new BackupTimes(LocalTime.of(2, 30), ZoneId.of("Europe/Berlin"));

    assertThat(
            summer.isDue(
                made(Instant.parse("2026-03-28T01:30:10Z")), Instant.parse("2026-03-29T01:31:00Z")))
        .isTrue();
  }

  @Test
  void roomsThatChooseNone_haveTimesOfTheirOwn_atNight() throws CryptoUnavailableException {
    for (int i = 0; i < 50; i++) {
      FeedId room = FeedKeyPair.create(CryptoChoice.JAVA.load()).id();
      BackupTimes own = BackupTimes.of(Optional.empty(), room, ZoneOffset.UTC);

      assertThat(own).isEqualTo(BackupTimes.of(Optional.empty(), room, ZoneOffset.UTC));
      assertThat(own.time()).isBetween(LocalTime.of(2, 0), LocalTime.of(5, 0));
    }
  }
}
