package alcove.web.visitor;

import alcove.address.PublicAddress;
import alcove.identity.FeedId;
import alcove.identity.SsbUri;
import alcove.room.Room;
import alcove.room.apps.Platform;
import alcove.room.model.Invite;
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
 * @param accepted whether whoever visits has accepted the house rules
 * @param rules those that they have to accept first; null if there are none, or they did
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
    boolean accepted,
    @Nullable ShownNotice rules,
    String page,
    List<OfferedApp> apps) {
  /**
   * What is known of a visit.
   *
   * @param platform what it comes from, if that is known
   */
  record Visit(Optional<Platform> platform, boolean accepted, @Nullable ShownNotice rules) {}

  /** Blocks. */
  static JoinView of(WebContext web, Invite invite, String token, SecretToken page, Visit visit) {
    Room room = web.room();
    PublicAddress at = web.at();
    SsbUri uri =
        SsbUri.of(
            "claim-http-invite",
            Map.of(
                "invite",
                token,
                "postTo",
                at.consumeInvite() + claimQuery(page.text(), visit.accepted())));
    String link = at.join(token);
    return new JoinView(
        invite,
        room.invites().introduced(invite).orElse(null),
        Crowd.of(web),
        token,
        AppLinks.of(room, uri, visit.platform().filter(Platform.ANDROID::equals).isPresent()),
        link,
        visit.accepted(),
        visit.rules(),
        page.text(),
        OfferedApp.forInvite(room.apps().list(), link, uri.toString(), visit.platform()));
  }

  /** What stands behind the path that claims the invite. */
  private static String claimQuery(String page, boolean accepted) {
    return "?page=" + page + (accepted ? "&" + JoinHandler.RULES + "=" + JoinHandler.ACCEPTED : "");
  }

  /** Where the form of the page claims the invite. */
  public String claim() {
    return PublicAddress.CONSUME_INVITE + claimQuery(page, accepted);
  }
}
