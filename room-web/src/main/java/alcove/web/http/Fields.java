package alcove.web.http;

import alcove.identity.AnyFeedId;
import alcove.identity.FeedId;
import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.web.page.ErrorPage;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Names and values as queries and forms write them, {@code a=1&b=2}. Of a name that is there twice
 * the first counts; pairs that are wrongly encoded are left out, and those after the 256th.
 * Immutable.
 */
public final class Fields {
  /** None at all. */
  static final Fields NONE = new Fields();

  private static final int MOST = 256;

  /** What is not kept of a form: secrets, and what only holds for one session. */
  private static final Set<String> SECRETS =
      Set.of("again", "form", "once", "password", "present", "secret", "token");

  private static final int LAST_YEAR = 9999;
  private static final int LONGEST_ZONE = 64;

  private final Map<String, String> values = new HashMap<>();
  private final Map<String, List<String>> all = new HashMap<>();

  private Fields() {}

  /** Reads what is there, from null nothing. */
  static Fields parse(@Nullable String text) {
    Fields fields = new Fields();
    if (text != null) {
      String[] pairs = text.split("&", MOST + 1);
      for (int i = 0; i < Math.min(pairs.length, MOST); i++) {
        fields.add(pairs[i]);
      }
    }
    return fields;
  }

  private void add(String pair) {
    int equals = pair.indexOf('=');
    if (equals < 1) {
      return;
    }
    try {
      String name = decode(pair.substring(0, equals));
      String value = decode(pair.substring(equals + 1));
      values.putIfAbsent(name, value);
      all.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
    } catch (IllegalArgumentException malformed) {
      // As if it were not there: what needs it says that it is missing.
    }
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  /**
   * The value of a field that the page's form always has, be it empty.
   *
   * @throws HttpError if it is missing, so that nothing is taken for emptied that was not sent
   */
  public String need(String name) throws HttpError {
    String value = values.get(name);
    if (value == null) {
      throw new HttpError(ErrorPage.MALFORMED);
    }
    return value;
  }

  /** The same without what is secret, which is not written anywhere. */
  Fields withoutSecrets() {
    Fields fields = new Fields();
    fields.values.putAll(values);
    fields.values.keySet().removeAll(SECRETS);
    return fields;
  }

  /** The first value of each, as a form writes them. */
  String encode() {
    return values.entrySet().stream()
        .map(
            each ->
                URLEncoder.encode(each.getKey(), StandardCharsets.UTF_8)
                    + "="
                    + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  /** How many characters all names and values have together. */
  int length() {
    return values.entrySet().stream()
        .mapToInt(each -> each.getKey().length() + each.getValue().length())
        .sum();
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /** The value of a field; empty if it is not there. */
  public String text(String name) {
    return values.getOrDefault(name, "");
  }

  /** All values of a field, such as of boxes that are ticked in a list. */
  public List<String> all(String name) {
    return List.copyOf(all.getOrDefault(name, List.of()));
  }

  /**
   * When a day begins that people enter, by the clock of their {@code zone}; empty where nothing
   * was entered.
   *
   * @throws RefusedException if that is no day
   */
  public Optional<Instant> startOfDay(String name) throws RefusedException {
    return day(name).map(day -> day.atStartOfDay(zone()).toInstant());
  }

  /** The number in a field, if there is one: up to 18 digits, and blanks around them. */
  public Optional<Long> number(String name) {
    return get(name).flatMap(Fields::parseNumber);
  }

  /** The number that {@code text} writes, if it is one. */
  public static Optional<Long> parseNumber(String text) {
    return Optional.of(text.strip())
        .filter(digits -> digits.matches("[0-9]{1,18}"))
        .map(Long::valueOf);
  }

  /**
   * The id in a field.
   *
   * @throws RefusedException if it is none
   */
  public FeedId id(String name) throws RefusedException {
    return parseId(text(name));
  }

  /**
   * The id that {@code text} writes, in any of the forms in which people and apps hand it over.
   *
   * @throws RefusedException if it is none
   */
  public static FeedId parseId(String text) throws RefusedException {
    return AnyFeedId.find(text)
        .orElseThrow(
            () ->
                new RefusedException(
                    Refusal.NOT_AN_ID,
                    "that is not an SSB ID: it begins with @ and ends with .ed25519, with 44"
                        + " characters between them"));
  }

  /**
   * A password that somebody chooses, which is entered twice.
   *
   * @throws RefusedException if these are two
   */
  public String newPassword() throws RefusedException {
    if (!text("password").equals(text("again"))) {
      throw new RefusedException(Refusal.PASSWORDS_DIFFER, "these are two different passwords");
    }
    return text("password");
  }

  /**
   * When the last day of something is over that people enter, by the clock of their {@code zone};
   * empty where nothing was entered.
   *
   * @throws RefusedException if that is no day
   */
  public Optional<Instant> endOfDay(String name) throws RefusedException {
    return day(name).map(day -> day.plusDays(1).atStartOfDay(zone()).toInstant());
  }

  /** Where they are, if their browser says so; else UTC, as commands take days. */
  private ZoneId zone() {
    String zone = text("zone");
    try {
      return zone.isEmpty() || zone.length() > LONGEST_ZONE ? ZoneOffset.UTC : ZoneId.of(zone);
    } catch (DateTimeException unknown) {
      return ZoneOffset.UTC;
    }
  }

  private Optional<LocalDate> day(String name) throws RefusedException {
    String day = text(name).strip();
    if (day.isEmpty()) {
      return Optional.empty();
    }
    try {
      LocalDate last = LocalDate.parse(day);
      if (last.getYear() > 0 && last.getYear() < LAST_YEAR) {
        return Optional.of(last);
      }
    } catch (DateTimeException malformed) {
      // Said below, as for a year that no database keeps.
    }
    throw new RefusedException(Refusal.NO_DAY, "that is no day, such as 2026-12-31");
  }

  /** The value of a field, if it is there. */
  public Optional<String> get(String name) {
    return Optional.ofNullable(values.get(name));
  }
}
