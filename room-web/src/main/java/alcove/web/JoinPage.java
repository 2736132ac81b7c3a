package alcove.web;

import alcove.identity.SsbUri;
import alcove.room.PrivacyMode;
import alcove.room.PublicAddress;
import alcove.room.Room;
import alcove.room.RoomSettings;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page of an invite as its template sees it.
 *
 * @param name the room's
 * @param description empty if nobody has said
 * @param token the invite's secret
 * @param uri what an app claims it by
 * @param link the page's own address
 * @param linkQr the same as an image; null where the link is good on this machine only
 * @param page the page's own secret, by which it learns of its claim
 * @param apps those that can claim it
 * @param inviteCode for apps of the first rooms; null where it opens nothing
 */
record JoinPage(
    String name,
    String description,
    String token,
    String uri,
    String link,
    @Nullable QrCode linkQr,
    String page,
    List<OfferedApp> apps,
    @Nullable String inviteCode) {
  /** Blocks. */
  static JoinPage of(Room room, PublicAddress at, String token, String page, boolean android) {
    RoomSettings settings = room.settings();
    SsbUri uri =
        SsbUri.of(
            "claim-http-invite",
            Map.of("invite", token, "postTo", at.consumeInvite() + "?page=" + page));
    String link = at.join(token);
    boolean open = settings.privacyMode() == PrivacyMode.OPEN;
    return new JoinPage(
        settings.name(),
        settings.description(),
        token,
        uri.toString(),
        link,
        at.keepsSecretsLocal() ? null : QrCode.of(link),
        page,
        OfferedApp.all(room, link, uri.toString(), android),
        open ? at.inviteCode().toString() : null);
  }
}
