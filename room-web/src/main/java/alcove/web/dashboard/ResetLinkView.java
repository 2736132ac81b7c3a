package alcove.web.dashboard;

import alcove.room.signin.Passwords;

/**
 * The page that shows a link by which a member chooses a new password, once.
 *
 * @param name the beginning of the member's id
 * @param href the member's page
 */
record ResetLinkView(String name, String href, String link) {
  /** How long the link works. */
  public long days() {
    return Passwords.RESET_TIME.toDays();
  }
}
