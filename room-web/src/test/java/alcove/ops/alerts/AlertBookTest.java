package alcove.ops.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.health.Check;
import alcove.health.Diagnosis;
import alcove.health.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class AlertBookTest {
  private static final Finding FULL = Finding.of(Check.DISK, Diagnosis.DISK_FULL, 7);
  private static final Finding SCARCE = Finding.of(Check.DISK, Diagnosis.DISK_SCARCE, 500);
  private static final Finding ENOUGH = Finding.of(Check.DISK, Diagnosis.DISK_ENOUGH, 5000);
  private static final Finding UNTOLD = Finding.of(Check.DISK, Diagnosis.BROKEN);

  private final AlertBook book = new AlertBook();
  private Instant now = Instant.parse("2026-11-29T12:00:00Z");

  private List<Alert.State> look(Finding found) {
    now = now.plus(Duration.ofMinutes(10));
    return book.after(List.of(found), now).stream().map(Alert.OfCheck::state).toList();
  }

  @Test
  void whatBegins_isToldOnceItIsSeenTwice_andOnceWhenItEnds() {
    assertThat(look(ENOUGH)).isEmpty();
    assertThat(look(FULL)).isEmpty();
    assertThat(look(FULL)).containsExactly(Alert.State.BEGUN);
    assertThat(look(FULL)).isEmpty();
    assertThat(look(ENOUGH)).isEmpty();
    assertThat(look(ENOUGH)).containsExactly(Alert.State.ENDED);
    assertThat(look(ENOUGH)).isEmpty();
  }

  @Test
  void failureOfThisMachinesOwn_isToldAtOnce() {
    assertThat(look(Finding.of(Check.DATABASE, Diagnosis.DATABASE_FAILS, "H2")))
        .containsExactly(Alert.State.BEGUN);
    assertThat(look(Finding.of(Check.BACKUP, Diagnosis.BACKUP_FAILED, "no disk")))
        .containsExactly(Alert.State.BEGUN);
    assertThat(look(Finding.of(Check.BACKUP, Diagnosis.BACKUP_FAILED, "no disk"))).isEmpty();
  }

  @Test
  void whatComesAndGoes_isNotTold() {
    for (int i = 0; i < 10; i++) {
      assertThat(look(FULL)).isEmpty();
      assertThat(look(ENOUGH)).isEmpty();
    }
    look(FULL);
    assertThat(look(FULL)).containsExactly(Alert.State.BEGUN);
    for (int i = 0; i < 10; i++) {
      assertThat(look(ENOUGH)).isEmpty();
      assertThat(look(FULL)).isEmpty();
    }
  }

  @Test
  void whatGetsWorse_isToldAtOnce_andOnce() {
    look(SCARCE);
    assertThat(look(SCARCE)).containsExactly(Alert.State.BEGUN);
    assertThat(look(FULL)).containsExactly(Alert.State.WORSE);
    assertThat(look(FULL)).isEmpty();
    for (int i = 0; i < 10; i++) {
      assertThat(look(SCARCE)).isEmpty();
      assertThat(look(FULL)).isEmpty();
    }
  }

  @Test
  void whatGetsBetterByALevel_isNoEnd_andWorseAgainIfItIs() {
    look(FULL);
    look(FULL);
    assertThat(look(SCARCE)).isEmpty();
    assertThat(look(SCARCE)).isEmpty();
    assertThat(look(FULL)).containsExactly(Alert.State.WORSE);
    assertThat(look(SCARCE)).isEmpty();
    assertThat(look(ENOUGH)).as("seen well once").isEmpty();
    assertThat(look(ENOUGH)).containsExactly(Alert.State.ENDED);
  }

  @Test
  void whatLasts_isToldOnceADay() {
    look(FULL);
    long told = 0;
    for (int looks = 0; looks < 3 * 24 * 6; looks++) {
      told += look(FULL).size();
    }
    assertThat(told).isEqualTo(3);
  }

  @Test
  void whatCannotBeLookedAt_changesNothing() {
    look(FULL);
    assertThat(look(UNTOLD)).isEmpty();
    assertThat(look(FULL)).containsExactly(Alert.State.BEGUN);
    look(ENOUGH);
    assertThat(look(UNTOLD)).isEmpty();
    assertThat(look(ENOUGH)).containsExactly(Alert.State.ENDED);
  }

  @Test
  void clockThatGoesBack_endsNothingAndRepeatsNothing() {
    look(FULL);
    look(FULL);
    now = now.minus(Duration.ofDays(400));
    assertThat(look(FULL)).isEmpty();
    look(ENOUGH);
    assertThat(look(ENOUGH)).containsExactly(Alert.State.ENDED);
  }
}
