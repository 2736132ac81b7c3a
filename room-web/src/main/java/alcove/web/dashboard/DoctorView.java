package alcove.web.dashboard;

import alcove.health.Finding;
import alcove.health.Verdict;
import java.util.Comparator;
import java.util.List;

/**
 * The findings of the doctor, as their template sees them.
 *
 * @param findings the worst first
 */
record DoctorView(List<Finding> findings) {
  private static final List<Verdict> WORST_FIRST =
      List.of(Verdict.FAILURE, Verdict.WARNING, Verdict.OK, Verdict.UNKNOWN);

  static DoctorView of(List<Finding> findings) {
    return new DoctorView(
        findings.stream()
            .sorted(Comparator.comparingInt(each -> WORST_FIRST.indexOf(each.verdict())))
            .toList());
  }

  /** How many things do not work. */
  public long failures() {
    return count(Verdict.FAILURE);
  }

  /** How many things deserve a look. */
  public long warnings() {
    return count(Verdict.WARNING);
  }

  private long count(Verdict verdict) {
    return findings.stream().filter(each -> each.verdict() == verdict).count();
  }

  /** How a verdict is coloured. */
  public String badge(Verdict verdict) {
    return switch (verdict) {
      case OK -> "good";
      case WARNING -> "warn";
      case FAILURE -> "bad";
      case UNKNOWN -> "";
    };
  }
}
