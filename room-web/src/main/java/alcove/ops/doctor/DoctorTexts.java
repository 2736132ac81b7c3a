package alcove.ops.doctor;

import alcove.health.Finding;
import alcove.web.page.Language;
import alcove.web.page.Texts;
import java.util.Optional;

/** The names of findings in English, in the words of the page that shows them. */
public final class DoctorTexts {
  private static final Texts TEXTS = Texts.builtIn();

  private DoctorTexts() {}

  /** What was found. */
  public static String found(Finding finding) {
    return text("", finding);
  }

  /** What to do about it. */
  public static Optional<String> todo(Finding finding) {
    return finding.diagnosis().hasAdvice() ? Optional.of(text(".todo", finding)) : Optional.empty();
  }

  private static String text(String end, Finding finding) {
    return TEXTS.say(
        Language.ENGLISH,
        "doctor.found." + finding.diagnosis().word() + end,
        finding.arguments().toArray());
  }
}
