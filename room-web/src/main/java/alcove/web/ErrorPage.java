package alcove.web;

/**
 * A page that says what went wrong and where to go from there.
 *
 * @param title in a few words
 * @param advice one sentence
 */
record ErrorPage(String title, String advice) {
  static final ErrorPage NOT_FOUND =
      new ErrorPage("There is nothing here", "The link may be old, or a letter is missing in it.");
  static final ErrorPage FAULT =
      new ErrorPage("That did not work", "It is our fault, not yours. Try again in a moment.");
}
