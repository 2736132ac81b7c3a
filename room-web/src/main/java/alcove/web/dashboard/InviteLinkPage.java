package alcove.web.dashboard;

import alcove.room.NewInvite;
import alcove.room.PublicAddress;
import alcove.room.Room;
import alcove.web.page.QrCode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The link of an invite, the one time that it is shown.
 *
 * @param room its name
 * @param linkQr null where the link is good on this machine only
 * @param expires when it ends by itself, if it does
 */
record InviteLinkPage(
    String room,
    String label,
    int uses,
    @Nullable Instant expires,
    String link,
    @Nullable QrCode linkQr) {
  static InviteLinkPage of(Room room, PublicAddress at, NewInvite made) {
    String link = at.join(made.token().text());
    return new InviteLinkPage(
        room.settings().name(),
        made.invite().label(),
        made.invite().usesLeft(),
        made.invite().expires().orElse(null),
        link,
        at.keepsSecretsLocal() ? null : QrCode.of(link));
  }
}
