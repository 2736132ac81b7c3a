package alcove.web.page;

import alcove.room.model.RefusedException;

/**
 * The page of something that went wrong, as its template sees it.
 *
 * @param way where to go from there, besides the front page
 */
public record ErrorView(String title, String text, Way way) {
  /** Where to go from there. */
  public enum Way {
    /** Nowhere else. */
    HOME,
    /** To the page that signs in. */
    SIGN_IN,
    /** Into an app, or the dashboard, with the room's address: for who may be in already. */
    ENTER,
    /** To an app first: for who has none, and so no way in. */
    APP
  }

  /** That of a page. */
  public static ErrorView of(ErrorPage page, Texts texts, Language language) {
    ErrorText text = ErrorText.of(page, texts, language);
    return new ErrorView(
        text.title(),
        text.text(),
        switch (page) {
          case SIGNED_OUT -> Way.SIGN_IN;
          case PAGE_TOO_OLD -> Way.ENTER;
          default -> Way.HOME;
        });
  }

  /** That of a refusal. */
  public static ErrorView of(RefusedException refused, Texts texts, Language language) {
    ErrorText text = ErrorText.of(refused, texts, language);
    return new ErrorView(
        text.title(),
        text.text(),
        switch (refused.reason()) {
          case INVITE_SPENT -> Way.ENTER;
          case INVITE_EXPIRED, INVITE_REVOKED, INVITE_UNKNOWN, ALIAS_UNKNOWN, NOT_OPEN -> Way.APP;
          case HAS_ADMIN, WRONG_PASSWORD -> Way.SIGN_IN;
          default -> Way.HOME;
        });
  }

  /** Whether it helps to sign in. */
  public boolean signIn() {
    return way == Way.SIGN_IN || way == Way.ENTER;
  }

  /** Whether it helps to know the room's address. */
  public boolean address() {
    return way == Way.ENTER;
  }

  /** Whether it helps to get an app. */
  public boolean apps() {
    return way == Way.ENTER || way == Way.APP;
  }
}
