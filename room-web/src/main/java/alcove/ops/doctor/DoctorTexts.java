package alcove.ops.doctor;

import alcove.room.Finding;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;

/** What findings are called, in a language that the bundle has. Immutable. */
public final class DoctorTexts {
  private static final String BUNDLE = "alcove.ops.doctor.findings";

  private final ResourceBundle bundle;

  private DoctorTexts(ResourceBundle bundle) {
    this.bundle = bundle;
  }

  /** In English. */
  public static DoctorTexts english() {
    return new DoctorTexts(ResourceBundle.getBundle(BUNDLE, Locale.ROOT));
  }

  /** What was found. */
  public String found(Finding finding) {
    return text(finding.diagnosis().key(), finding);
  }

  /** What to do about it. */
  public Optional<String> todo(Finding finding) {
    var key = finding.diagnosis().key() + ".todo";
    return bundle.containsKey(key) ? Optional.of(text(key, finding)) : Optional.empty();
  }

  private String text(String key, Finding finding) {
    return new MessageFormat(bundle.getString(key), Locale.ROOT)
        .format(finding.arguments().toArray());
  }
}
