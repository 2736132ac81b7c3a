package alcove.web.entrance;

import alcove.web.page.QrCode;

/**
 * The page that shows the link of a new invite.
 *
 * @param name the room's
 * @param link the invite's
 * @param linkQr the same as an image
 */
record NewInvitePage(String name, String link, QrCode linkQr) {}
