package alcove.web.visitor;

import alcove.address.PublicAddress;
import alcove.identity.FeedId;
import alcove.identity.SsbUri;
import alcove.room.Room;
import alcove.room.model.Invite;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The page of an invite as its template sees it.
 *
 * @param token the invite's secret
 * @param inviter whoever invites; null unless they want to be introduced
 * @param open what an app claims it by
 * @param link the page's own address
 * @param page the page's own secret, by which it learns of its claim
 * @param apps those that can claim it
 */
record JoinView(
    @Nullable FeedId inviter,
    String token,
    AppLinks open,
    String link,
    String page,
    List<OfferedApp> apps) {
  /** Blocks. */
  static JoinView of(
      Room room, PublicAddress at, Invite invite, String token, String page, boolean onAndroid) {
    SsbUri uri =
        SsbUri.of(
            "claim-http-invite",
            Map.of("invite", token, "postTo", at.consumeInvite() + "?page=" + page));
    String link = at.join(token);
    return new JoinView(
        room.invites().introduced(invite).orElse(null),
        token,
        AppLinks.of(room, uri, onAndroid),
        link,
        page,
        OfferedApp.forInvite(room, link, uri.toString()));
  }
}
