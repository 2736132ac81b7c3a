package alcove.web.entrance;

import alcove.identity.FeedId;
import alcove.identity.SsbUri;
import alcove.room.Invite;
import alcove.room.PrivacyMode;
import alcove.room.PublicAddress;
import alcove.room.Room;
import alcove.room.RoomSettings;
import alcove.web.page.QrCode;
import alcove.web.page.ShortId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page of an invite as its template sees it.
 *
 * @param name the room's
 * @param description empty if nobody has said
 * @param token the invite's secret
 * @param inviter what to call whoever invites; null unless they want to be introduced
 * @param open what an app claims it by
 * @param link the page's own address
 * @param linkQr the same as an image; null where the link is good on this machine only
 * @param page the page's own secret, by which it learns of its claim
 * @param apps those that can claim it
 * @param inviteCode for apps of the first rooms; null where it opens nothing
 */
record JoinPage(
    String name,
    String description,
    @Nullable String inviter,
    String token,
    AppLinks open,
    String link,
    @Nullable QrCode linkQr,
    String page,
    List<OfferedApp> apps,
    @Nullable String inviteCode) {
  /** Blocks. */
  static JoinPage of(
      Room room, PublicAddress at, Invite invite, String token, String page, boolean onAndroid) {
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
        room.invites().introduced(invite).map(id -> called(room, id)).orElse(null),
        token,
        AppLinks.of(room, uri, onAndroid),
        link,
        at.keepsSecretsLocal() ? null : QrCode.of(link),
        page,
        OfferedApp.forInvite(room, link, uri.toString()),
        open ? at.inviteCode().toString() : null);
  }

  private static String called(Room room, FeedId id) {
    return room.aliases().nameOf(id).orElseGet(() -> ShortId.of(id));
  }
}
