package alcove.web;

import alcove.room.Refusal;
import alcove.room.RefusedException;

/**
 * A page that says what went wrong and where to go from there.
 *
 * @param title in a few words
 * @param advice one sentence or two
 */
record ErrorPage(String title, String advice) {
  static final ErrorPage MALFORMED =
      new ErrorPage("That is no good request", "The link may be damaged.");
  static final ErrorPage FORGED =
      new ErrorPage(
          "That came from another site", "Open the page here and fill in the form yourself.");
  static final ErrorPage NOT_FOUND =
      new ErrorPage("There is nothing here", "The link may be old, or a letter is missing in it.");
  static final ErrorPage WRONG_METHOD =
      new ErrorPage("That cannot be done here", "The link is good for something else.");
  static final ErrorPage TOO_SLOW =
      new ErrorPage("That took too long", "Try again with a better connection.");
  static final ErrorPage TOO_LARGE =
      new ErrorPage("That is too much", "What you sent is larger than this page takes.");
  static final ErrorPage TOO_LONG =
      new ErrorPage("That link is too long", "No link of this room is as long as this.");
  static final ErrorPage WRONG_TYPE =
      new ErrorPage(
          "That cannot be read", "It has to be a form or JSON, with a content type that says so.");
  static final ErrorPage TOO_MANY =
      new ErrorPage("That was too often", "Wait a little, and try again.");
  static final ErrorPage FAULT =
      new ErrorPage("That did not work", "It is our fault, not yours. Try again in a moment.");
  static final ErrorPage BUSY = new ErrorPage("The room is busy", "Try again in a moment.");

  /** What the room says when it refuses. */
  static ErrorPage of(RefusedException refused) {
    return new ErrorPage(title(refused.reason()), sentence(refused.text()) + advice(refused));
  }

  private static String title(Refusal reason) {
    return switch (reason) {
      case UNKNOWN -> "Not found";
      case INVITE_SPENT -> "This invite is used up";
      case INVITE_EXPIRED -> "This invite has expired";
      case INVITE_REVOKED -> "This invite is not valid";
      case HAS_ADMIN -> "The room is set up";
      case BLOCKED, MODE, NOT_ALLOWED, RANK, LAST_ADMIN -> "That is not allowed";
      case WRONG_PASSWORD -> "That is not right";
      case TOO_OFTEN -> "That was too often";
      case PASSWORD_LENGTH,
          MALFORMED,
          BAD_SIGNATURE,
          ALIAS_TAKEN,
          ALIAS_RESERVED,
          TOO_MANY_ALIASES ->
          "That did not work";
    };
  }

  private static String advice(RefusedException refused) {
    return switch (refused.reason()) {
      case UNKNOWN -> " The link may be old, or a letter is missing in it.";
      case INVITE_SPENT, INVITE_EXPIRED, INVITE_REVOKED ->
          " Ask whoever gave it to you for another one.";
      case MALFORMED -> " Go back and correct it.";
      default -> "";
    };
  }

  private static String sentence(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }

  /** The same in one line, for programs. */
  String line() {
    return title + ". " + advice;
  }
}
