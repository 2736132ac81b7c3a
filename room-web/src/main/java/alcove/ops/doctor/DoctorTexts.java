package alcove.ops.doctor;

import alcove.room.Finding;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;

/** The names of findings in English, in the words of the page that shows them. Immutable. */
public final class DoctorTexts {
  private static final String FILE = "/alcove/web/texts/doctor.en.properties";
  private static final String BEGIN = "doctor.found.";

  private final Properties texts;

  private DoctorTexts(Properties texts) {
    this.texts = texts;
  }

  /** In English. */
  public static DoctorTexts english() {
    try (Reader file =
        new InputStreamReader(
            Objects.requireNonNull(DoctorTexts.class.getResourceAsStream(FILE)),
            StandardCharsets.UTF_8)) {
      Properties texts = new Properties();
      texts.load(file);
      return new DoctorTexts(texts);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(FILE, unreadable);
    }
  }

  /** What was found. */
  public String found(Finding finding) {
    return text("", finding).orElseThrow();
  }

  /** What to do about it. */
  public Optional<String> todo(Finding finding) {
    return text(".todo", finding);
  }

  private Optional<String> text(String end, Finding finding) {
    String pattern = texts.getProperty(BEGIN + finding.diagnosis().key() + end);
    return Optional.ofNullable(pattern)
        .map(text -> new MessageFormat(text, Locale.ROOT).format(finding.arguments().toArray()));
  }
}
