package alcove.web.dashboard;

import alcove.health.Finding;
import alcove.health.Verdict;
import java.util.List;
import java.util.Locale;

/**
 * The findings of the doctor, the worst first, as their template sees them.
 *
 * @param failures how many things do not work
 * @param warnings how many deserve a look
 */
record DoctorView(long failures, long warnings, List<Line> lines) {
  /**
   * One finding.
   *
   * @param check the end of its text's key
   * @param verdict the same
   * @param badge how it is coloured
   * @param diagnosis the end of its text's key
   * @param hasAdvice whether there is a text of what to do
   */
  record Line(
      String check,
      String verdict,
      String badge,
      String diagnosis,
      boolean hasAdvice,
      List<String> arguments) {
    private static Line of(Finding finding) {
      Verdict verdict = finding.verdict();
      return new Line(
          finding.check().word(),
          verdict.name().toLowerCase(Locale.ROOT),
          badge(verdict),
          finding.diagnosis().key(),
          finding.diagnosis().hasAdvice(),
          finding.arguments());
    }

    private static String badge(Verdict verdict) {
      return switch (verdict) {
        case OK -> "good";
        case WARNING -> "warn";
        case FAILURE -> "bad";
        case UNKNOWN -> "";
      };
    }
  }

  static DoctorView of(List<Finding> findings) {
    return new DoctorView(
        count(findings, Verdict.FAILURE),
        count(findings, Verdict.WARNING),
        List.of(Verdict.FAILURE, Verdict.WARNING, Verdict.OK, Verdict.UNKNOWN).stream()
            .flatMap(verdict -> findings.stream().filter(each -> each.verdict() == verdict))
            .map(Line::of)
            .toList());
  }

  private static long count(List<Finding> findings, Verdict verdict) {
    return findings.stream().filter(each -> each.verdict() == verdict).count();
  }
}
