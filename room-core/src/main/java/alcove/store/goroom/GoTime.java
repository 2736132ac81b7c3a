package alcove.store.goroom;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A moment as go-ssb-room's database writes it, which depends on who wrote it:
 *
 * <pre>
 * 2021-05-11 09:41:07                                    SQLite's CURRENT_TIMESTAMP, in UTC
 * 2021-05-11 09:41:07.123456789+00:00                    the older driver
 * 2021-05-11 09:41:07.123456789 +0000 UTC m=+12.345678   the newer one: Go's Time.String()
 * </pre>
 */
final class GoTime {
  private static final Pattern FORM =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\d)[ T](\\d\\d:\\d\\d:\\d\\d(?:\\.\\d{1,9})?)"
              + " ?(Z|[+-]\\d\\d:?\\d\\d)?(?: [A-Za-z0-9+-]{1,16})?(?: m=[+-][0-9.]{1,40})?");

  private GoTime() {}

  /** The moment, or nothing if the text is of none of these forms. */
  static Optional<Instant> parse(@Nullable String text) {
    var form = FORM.matcher(text == null ? "" : text);
    if (!form.matches()) {
      return Optional.empty();
    }
    try {
      var local = LocalDateTime.parse(form.group(1) + "T" + form.group(2));
      var offset = form.group(3);
      return Optional.of(local.toInstant(offset == null ? ZoneOffset.UTC : ZoneOffset.of(offset)));
    } catch (DateTimeException noSuchDay) {
      return Optional.empty();
    }
  }
}
