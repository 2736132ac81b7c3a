package alcove.app;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A setting's text as somebody wrote it.
 *
 * @param origin where, in words that lead the reader there
 */
record RawSetting(String text, String origin) {
  static Optional<RawSetting> of(@Nullable String text, String origin) {
    return Optional.ofNullable(text)
        .map(String::strip)
        .filter(stripped -> !stripped.isEmpty())
        .map(stripped -> new RawSetting(stripped, origin));
  }

  /** The value, or nothing and one more problem, which shows {@code shown} for the text. */
  <T> Optional<T> read(ValueParser<T> parser, String shown, List<String> problems) {
    var value = parser.read(text);
    if (value.isEmpty()) {
      problems.add("%s: %s (expected %s)".formatted(origin, shown, parser.description()));
    }
    return value;
  }
}
