package alcove.web.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The languages that a browser asks for, by the header {@code Accept-Language}.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-12.5.4">RFC 9110, 12.5.4</a> and <a
 *     href="https://www.rfc-editor.org/rfc/rfc4647#section-3.4">RFC 4647, 3.4</a>
 */
public final class AcceptLanguage {
  private static final int MOST = 32;

  private AcceptLanguage() {}

  private record Range(String tag, double quality) {}

  /** The best of {@code texts} for a header, which may be missing; empty if none will do. */
  public static Optional<Language> best(@Nullable String header, Texts texts) {
    List<String> refused =
        parse(header).stream().filter(each -> each.quality() == 0).map(Range::tag).toList();
    return wanted(header).stream()
        .flatMap(tag -> texts.nearest(tag).stream())
        .filter(language -> !isRefused(language, refused))
        .findFirst();
  }

  /** The tags of a header, which may be missing, the best first. */
  public static List<String> wanted(@Nullable String header) {
    return parse(header).stream()
        .filter(each -> each.quality() > 0)
        .sorted(Comparator.comparingDouble(Range::quality).reversed())
        .map(Range::tag)
        .toList();
  }

  private static boolean isRefused(Language language, List<String> refused) {
    return refused.stream().anyMatch(language.tag()::equalsIgnoreCase);
  }

  private static List<Range> parse(@Nullable String header) {
    List<Range> ranges = new ArrayList<>();
    String[] parts = header == null ? new String[0] : header.split(",", MOST + 1);
    for (int i = 0; i < Math.min(parts.length, MOST); i++) {
      String[] range = parts[i].split(";", 2);
      quality(range.length < 2 ? "q=1" : range[1].strip())
          .ifPresent(quality -> ranges.add(new Range(range[0].strip(), quality)));
    }
    return ranges;
  }

  private static Optional<Double> quality(String parameter) {
    return parameter.matches("[qQ]\\s*=\\s*(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)")
        ? Optional.of(Double.valueOf(parameter.substring(parameter.indexOf('=') + 1).strip()))
        : Optional.empty();
  }

  /** A tag and those it is a special case of: {@code zh-Hant-TW}, {@code zh-Hant}, {@code zh}. */
  static List<String> parents(String tag) {
    List<String> tags = new ArrayList<>();
    String rest = tag;
    while (!rest.isEmpty()) {
      tags.add(rest);
      int hyphen = rest.lastIndexOf('-');
      rest = hyphen < 0 ? "" : rest.substring(0, hyphen);
      if (rest.length() > 1 && rest.charAt(rest.length() - 2) == '-') {
        rest = rest.substring(0, rest.length() - 2);
      }
    }
    return tags;
  }
}
