package alcove.web.visitor;

import alcove.identity.FeedId;
import alcove.room.Room;
import alcove.room.model.Invite;
import alcove.web.page.FeedLink;
import org.jspecify.annotations.Nullable;

/**
 * The page for somebody who has claimed an invite, as its template sees it.
 *
 * @param id who is a member now
 * @param inviter whom to follow first; null if whoever invited has not agreed to that
 */
record WelcomeView(String id, @Nullable Inviter inviter) {
  /**
   * Whoever made the invite.
   *
   * @param feed the link that opens them in an app
   */
  record Inviter(String id, String feed) {
    private static Inviter of(FeedId id) {
      return new Inviter(id.toString(), FeedLink.of(id));
    }
  }

  static WelcomeView of(Room room, Invite invite, FeedId claimant) {
    return new WelcomeView(
        claimant.toString(), room.invites().introduced(invite).map(Inviter::of).orElse(null));
  }
}
