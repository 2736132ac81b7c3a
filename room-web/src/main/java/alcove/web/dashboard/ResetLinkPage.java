package alcove.web.dashboard;

import alcove.room.Passwords;
import alcove.web.page.QrCode;

/**
 * The page that shows a link by which a member chooses a new password, once.
 *
 * @param name the beginning of the member's id
 * @param href the member's page
 * @param linkQr the link as an image
 */
record ResetLinkPage(String name, String href, String link, QrCode linkQr) {
  /** How long the link works. */
  public long days() {
    return Passwords.RESET_TIME.toDays();
  }
}
