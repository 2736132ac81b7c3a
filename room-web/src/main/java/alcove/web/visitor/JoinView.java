package alcove.web.visitor;

import alcove.address.PublicAddress;
import alcove.identity.FeedId;
import alcove.identity.SsbUri;
import alcove.room.Room;
import alcove.room.model.Invite;
import alcove.room.model.Platform;
import alcove.room.model.SecretToken;
import alcove.web.http.WebContext;
import alcove.web.page.OfferedApp;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The page of an invite as its template sees it.
 *
 * @param inviter whoever invites; null unless they want to be introduced
 * @param token the invite's secret
 * @param open what an app claims it by
 * @param link the page's own address
 * @param page the page's own secret, by which it learns of its claim
 * @param apps those that can claim it
 */
record JoinView(
    Invite invite,
    @Nullable FeedId inviter,
    Crowd crowd,
    String token,
    AppLinks open,
    String link,
    String page,
    List<OfferedApp> apps) {
  /** Blocks. */
  static JoinView of(
      WebContext web, Invite invite, String token, SecretToken page, Optional<Platform> platform) {
    Room room = web.room();
    PublicAddress at = web.at();
    SsbUri uri =
        SsbUri.of(
            "claim-http-invite",
            Map.of("invite", token, "postTo", at.consumeInvite() + "?page=" + page.text()));
    String link = at.join(token);
    return new JoinView(
        invite,
        room.invites().introduced(invite).orElse(null),
        Crowd.of(web),
        token,
        AppLinks.of(room, uri, platform.filter(Platform.ANDROID::equals).isPresent()),
        link,
        page.text(),
        OfferedApp.forInvite(room.apps().list(), link, uri.toString(), platform));
  }
}
