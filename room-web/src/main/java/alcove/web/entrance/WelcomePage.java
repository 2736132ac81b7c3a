package alcove.web.entrance;

import alcove.identity.FeedId;
import alcove.room.Invite;
import alcove.room.PublicAddress;
import alcove.room.Room;
import alcove.web.page.FeedLink;
import alcove.web.page.QrCode;
import org.jspecify.annotations.Nullable;

/**
 * What somebody sees who has claimed an invite, as its template sees it.
 *
 * @param name the room's
 * @param id who is a member now
 * @param address where the room is found
 * @param inviter whom to follow first; null if whoever invited has not agreed to that
 */
record WelcomePage(String name, String id, String address, @Nullable Inviter inviter) {
  /**
   * Whoever made the invite.
   *
   * @param feed the link that opens them in an app
   */
  record Inviter(String id, String feed, QrCode feedQr) {
    private static Inviter of(FeedId id) {
      String feed = FeedLink.of(id);
      return new Inviter(id.toString(), feed, QrCode.of(feed));
    }
  }

  static WelcomePage of(Room room, PublicAddress at, Invite invite, FeedId claimant) {
    return new WelcomePage(
        room.settings().name(),
        claimant.toString(),
        at.address().toString(),
        room.invites().introduced(invite).map(Inviter::of).orElse(null));
  }
}
