package alcove.web.page;

import java.nio.file.Path;
import java.text.MessageFormat;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The texts of pages, in all languages: a file {@code texts/messages_LANGUAGE.properties} each,
 * with keys that begin with the area that they are of. What a language lacks is taken from its
 * parent ({@code de} for {@code de-CH}) and then from English. Immutable.
 *
 * <p>Every text is a pattern of {@link MessageFormat}, with {@link Plurals} where it depends on a
 * number; operators' files may have {@code {0,choice,...}} for that, as they had before.
 * Apostrophes quote nothing: a straight one becomes a typographic one.
 */
public final class Texts {
  /** The languages that come with the program. */
  static final List<String> BUILT_IN =
      List.of("en", "ar", "de", "es", "fr", "it", "nl", "pl", "pt-BR");

  private static final Logger LOG = LoggerFactory.getLogger(Texts.class);

  private final Map<String, Map<String, String>> byTag = new TreeMap<>();
  private final Map<String, String> english;
  private final List<Language> languages;

  private Texts(Map<String, Map<String, String>> files) {
    Map<String, String> base = files.getOrDefault("en", Map.of());
    files.keySet().forEach(tag -> byTag.put(tag, inherit(files, base, tag)));
    this.english = TextFiles.builtIn("en");
    this.languages = byTag.keySet().stream().map(Language::of).toList();
  }

  private static Map<String, String> inherit(
      Map<String, Map<String, String>> files, Map<String, String> base, String tag) {
    // Of zh-Hant-TW: what zh says, then zh-Hant.
    Map<String, String> all = new HashMap<>(base);
    for (int end = tag.indexOf('-'); end > 0; end = tag.indexOf('-', end + 1)) {
      all.putAll(files.getOrDefault(tag.substring(0, end), Map.of()));
    }
    all.putAll(files.getOrDefault(tag, Map.of()));
    return all;
  }

  /** Those that come with the program. */
  public static Texts builtIn() {
    return new Texts(builtInFiles());
  }

  /**
   * Those that come with the program, and over them what an operator has put into files of such
   * names in {@code directory}, which need not exist. A file that cannot be used is left out, which
   * the log says.
   */
  public static Texts load(Path directory) {
    Map<String, Map<String, String>> files = builtInFiles();
    TextFiles.readAll(directory).forEach((tag, own) -> files.merge(tag, own, TextFiles::override));
    return new Texts(files);
  }

  private static Map<String, Map<String, String>> builtInFiles() {
    Map<String, Map<String, String>> files = new TreeMap<>();
    BUILT_IN.forEach(tag -> files.put(tag, TextFiles.builtIn(tag)));
    return files;
  }

  /** All languages, by tag. */
  public List<Language> languages() {
    return languages;
  }

  /** The language of this tag, if it is there. */
  public Optional<Language> language(String tag) {
    return languages.stream().filter(each -> each.tag().equalsIgnoreCase(tag)).findFirst();
  }

  /** The language of this tag, or the nearest to it: {@code de} for {@code de-CH}. */
  public Optional<Language> nearest(String tag) {
    int end = tag.lastIndexOf('-');
    return language(tag).or(() -> end < 0 ? Optional.empty() : nearest(tag.substring(0, end)));
  }

  /**
   * The language that comes nearest to the first of {@code ranges} for which there is any. Not by
   * {@link Locale#lookupTag}, which makes a pattern of each step: a header of 8 KiB takes it half a
   * minute.
   *
   * @see <a href="https://www.rfc-editor.org/rfc/rfc4647#section-3.4">RFC 4647, 3.4</a>
   */
  public Optional<Language> nearest(List<LanguageRange> ranges) {
    List<String> refused =
        ranges.stream().filter(each -> each.getWeight() == 0).map(LanguageRange::getRange).toList();
    return ranges.stream()
        .filter(each -> each.getWeight() > 0)
        .flatMap(each -> nearest(each.getRange()).stream())
        .filter(each -> refused.stream().noneMatch(each.tag()::equalsIgnoreCase))
        .findFirst();
  }

  /** The text of a key in a language, with {@code values} where it has places for them. */
  public String say(Language language, String key, Object... values) {
    String pattern = byTag.getOrDefault(language.tag(), english).get(key);
    if (pattern == null) {
      LOG.error("no text for {}", key);
      return key;
    }
    try {
      return format(language, pattern, values);
    } catch (IllegalArgumentException unfit) {
      LOG.warn("text {} ({}) does not fit its values", key, language.tag());
      return format(Language.ENGLISH, english.getOrDefault(key, key), values);
    }
  }

  private static String format(Language language, String pattern, Object... values) {
    if (pattern.indexOf('{') < 0) {
      return pattern;
    }
    Locale locale = language.locale();
    String flat = Plurals.areIn(pattern) ? Plurals.choose(pattern, locale, values) : pattern;
    return new MessageFormat(flat, locale).format(values);
  }

  /** Whether there is a text of this key. */
  boolean has(String key) {
    return english.containsKey(key);
  }

  /** The keys there are. */
  List<String> keys() {
    return new ArrayList<>(english.keySet());
  }
}
