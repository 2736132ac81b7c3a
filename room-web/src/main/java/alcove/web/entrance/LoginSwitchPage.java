package alcove.web.entrance;

import alcove.identity.FeedId;
import alcove.room.SignIn;
import alcove.web.page.LocalPath;
import alcove.web.page.SignedIn;

/**
 * The page that asks somebody who is signed in whether to become somebody else.
 *
 * @param now who is signed in
 * @param next who wants to be
 * @param then where to go afterwards
 */
record LoginSwitchPage(String now, String next, String then) {
  static LoginSwitchPage of(SignedIn now, SignIn next) {
    return new LoginSwitchPage(
        now.id().toString(), next.proved().map(FeedId::toString).orElseThrow(), LocalPath.HOME);
  }
}
