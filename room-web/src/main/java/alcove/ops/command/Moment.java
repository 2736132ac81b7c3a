package alcove.ops.command;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A time to come, as people write it: so long from now, a day, or to the second. */
@FunctionalInterface
interface Moment {
  /** What a text must be, for messages and help. */
  String EXPECTED = "30d (or m, h, w), 2026-12-31 or 2026-12-31T18:00:00Z";

  /** When that is, called at {@code now}. */
  Instant from(Instant now);

  /** Reads the forms in {@link #EXPECTED}; a day ends at midnight UTC. */
  final class Converter implements ITypeConverter<Moment> {
    private static final Pattern DURATION = Pattern.compile("([0-9]{1,5})([smhdw])");
    private static final Map<String, Duration> UNITS =
        Map.of(
            "s", Duration.ofSeconds(1),
            "m", Duration.ofMinutes(1),
            "h", Duration.ofHours(1),
            "d", Duration.ofDays(1),
            "w", Duration.ofDays(7));
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    @Override
    public Moment convert(String text) {
      Matcher duration = DURATION.matcher(text);
      if (duration.matches()) {
        Duration unit = UNITS.getOrDefault(duration.group(2), Duration.ZERO);
        Duration length = unit.multipliedBy(Long.parseLong(duration.group(1)));
        return now -> now.plus(length).truncatedTo(ChronoUnit.SECONDS);
      }
      Instant instant = parse(text);
      if (instant.isAfter(LAST)) {
        throw malformed(text);
      }
      return now -> instant;
    }

    private static Instant parse(String text) {
      try {
        return text.contains("T")
            ? Instant.parse(text)
            : LocalDate.parse(text).plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant();
      } catch (DateTimeException notThat) {
        throw malformed(text);
      }
    }

    private static TypeConversionException malformed(String text) {
      return new TypeConversionException("%s (expected %s)".formatted(text, EXPECTED));
    }
  }
}
