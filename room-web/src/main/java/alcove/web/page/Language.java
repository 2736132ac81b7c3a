package alcove.web.page;

import java.util.Locale;
import java.util.Set;

/**
 * A language that pages are there in.
 *
 * @param locale how it writes numbers and dates
 */
public record Language(Locale locale) {
  /** What every text is there in. */
  public static final Language ENGLISH = new Language(Locale.ENGLISH);

  private static final Set<String> FROM_RIGHT =
      Set.of(
          "ar", "arc", "ckb", "dv", "fa", "he", "khw", "ks", "nqo", "ps", "sd", "syr", "ug", "ur",
          "yi");

  private static final Set<String> SCRIPTS_FROM_RIGHT =
      Set.of("Adlm", "Arab", "Hebr", "Nkoo", "Rohg", "Syrc", "Thaa");

  public static Language of(String tag) {
    return new Language(Locale.forLanguageTag(tag));
  }

  /** The language tag, as {@code lang} takes it. */
  public String tag() {
    return locale.toLanguageTag();
  }

  /** What those who speak it call it. */
  public String name() {
    String name = locale.getDisplayName(locale);
    if (name.isEmpty()) {
      return tag();
    }
    int first = name.offsetByCodePoints(0, 1);
    return name.substring(0, first).toUpperCase(locale) + name.substring(first);
  }

  /** Which way it is written, as {@code dir} takes it. */
  public String direction() {
    boolean fromRight =
        locale.getScript().isEmpty()
            ? FROM_RIGHT.contains(locale.getLanguage())
            : SCRIPTS_FROM_RIGHT.contains(locale.getScript());
    return fromRight ? "rtl" : "ltr";
  }
}
