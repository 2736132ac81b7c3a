package alcove.ops.doctor;

import alcove.health.Finding;
import alcove.web.page.Language;
import alcove.web.page.Texts;
import java.util.Optional;

/** The names of findings in English, in the words of the page that shows them. Immutable. */
public final class DoctorTexts {
  private final Texts texts = Texts.builtIn();

  private DoctorTexts() {}

  /** In English. */
  public static DoctorTexts english() {
    return new DoctorTexts();
  }

  /** What was found. */
  public String found(Finding finding) {
    return text("", finding);
  }

  /** What to do about it. */
  public Optional<String> todo(Finding finding) {
    return finding.diagnosis().hasAdvice() ? Optional.of(text(".todo", finding)) : Optional.empty();
  }

  private String text(String end, Finding finding) {
    return texts.say(
        Language.ENGLISH,
        "doctor.found." + finding.diagnosis().word() + end,
        finding.arguments().toArray());
  }
}
