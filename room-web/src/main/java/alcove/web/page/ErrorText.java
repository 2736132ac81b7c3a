package alcove.web.page;

import alcove.room.model.RefusedException;

/**
 * The text of what went wrong and where to go from there, in a visitor's language.
 *
 * @param title in a few words
 * @param text one sentence or two
 */
public record ErrorText(String title, String text) {
  public static ErrorText of(ErrorPage page, Texts texts, Language language) {
    return of("error.page." + page.word(), texts, language);
  }

  public static ErrorText of(RefusedException refused, Texts texts, Language language) {
    return of("error." + refused.reason().word(), texts, language, refused.bounds().toArray());
  }

  private static ErrorText of(String key, Texts texts, Language language, Object... bounds) {
    return new ErrorText(
        texts.say(language, key + ".title", bounds), texts.say(language, key + ".text", bounds));
  }

  /** The same in one line, for programs. */
  public String line() {
    return title + ". " + text;
  }
}
