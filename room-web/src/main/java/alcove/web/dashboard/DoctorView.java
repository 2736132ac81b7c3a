package alcove.web.dashboard;

import alcove.health.Check;
import alcove.health.Finding;
import alcove.health.Verdict;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The findings of the doctor, as their template sees them.
 *
 * @param findings the worst first
 * @param waiting what is still looked at
 */
record DoctorView(List<Finding> findings, List<Check> waiting) {
  private static final List<Verdict> WORST_FIRST =
      List.of(Verdict.FAILURE, Verdict.WARNING, Verdict.OK, Verdict.UNKNOWN);

  /** A command at the end of what is advised. */
  private static final Pattern COMMAND = Pattern.compile(":\\s*(alcove [^.]+)$");

  static DoctorView of(List<Finding> all) {
    return new DoctorView(sorted(all), List.of());
  }

  /** While some checks are not done. */
  static DoctorView soFar(Map<Check, Finding> found) {
    Map<Check, Finding> now = Map.copyOf(found);
    return new DoctorView(
        sorted(now.values()),
        Stream.of(Check.values()).filter(check -> !now.containsKey(check)).toList());
  }

  private static List<Finding> sorted(Collection<Finding> findings) {
    return findings.stream()
        .sorted(
            Comparator.<Finding>comparingInt(each -> WORST_FIRST.indexOf(each.verdict()))
                .thenComparing(Finding::check))
        .toList();
  }

  /** Whether all checks are done. */
  public boolean isOver() {
    return waiting.isEmpty();
  }

  /** How many checks there are. */
  public int checks() {
    return findings.size() + waiting.size();
  }

  /** The command that an advice ends with; empty if it names none. */
  public String command(String advice) {
    Matcher command = COMMAND.matcher(advice);
    return command.find() ? command.group(1) : "";
  }

  /** How many things do not work. */
  public long failures() {
    return failures(findings);
  }

  /** How many of them do not work. */
  static long failures(List<Finding> findings) {
    return count(findings, Verdict.FAILURE);
  }

  /** How many things deserve a look. */
  public long warnings() {
    return count(findings, Verdict.WARNING);
  }

  private static long count(List<Finding> findings, Verdict verdict) {
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
