package alcove.ops.doctor;

import alcove.health.AlertState;
import alcove.health.Check;
import alcove.health.Diagnosis;
import alcove.health.Finding;
import java.util.Optional;

/** The alerts that a room sends, and whether they arrive. */
final class SentAlerts {
  private SentAlerts() {}

  /** The worst that is to be said of its ways. */
  static Finding judge(Optional<AlertState> alerts) {
    if (alerts.isEmpty()) {
      return Finding.of(Check.ALERTS, Diagnosis.ALERTS_OFF);
    }
    for (AlertState.Way way : alerts.get().ways()) {
      if (way.failure().isPresent()) {
        return Finding.of(
            Check.ALERTS, Diagnosis.ALERTS_NOT_TAKEN, way.setting(), way.failure().get());
      }
    }
    boolean all = alerts.get().ways().stream().allMatch(way -> way.taken().isPresent());
    return Finding.of(Check.ALERTS, all ? Diagnosis.ALERTS_TAKEN : Diagnosis.ALERTS_UNTRIED);
  }
}
