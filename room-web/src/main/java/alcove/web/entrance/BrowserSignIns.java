package alcove.web.entrance;

import alcove.room.SignIn;
import alcove.room.SignIns;
import alcove.web.http.Cookies;
import alcove.web.http.Desk;
import alcove.web.http.Visit;
import java.time.Duration;
import java.util.Optional;

/** The sign-in that a browser has begun, which belongs to it by a cookie. Thread-safe. */
final class BrowserSignIns {
  private static final String COOKIE = "sign-in";

  private final SignIns signIns;
  private final Cookies cookies;

  BrowserSignIns(Desk desk) {
    this.signIns = desk.room().signIns();
    this.cookies = desk.cookies();
  }

  /** What the browser shows; empty if nothing. */
  String secret(Visit visit) {
    return cookies.get(visit, COOKIE);
  }

  /** The browser's sign-in, while there is time. */
  Optional<SignIn> find(Visit visit) {
    return signIns.find(secret(visit));
  }

  /** Hands one to the browser; on the event loop. */
  SignIn give(Visit visit, SignIn signIn) {
    Duration patience = signIn.isForSetup() ? SignIns.SETUP_PATIENCE : SignIns.PATIENCE;
    cookies.set(visit, COOKIE, signIn.browser().text(), Optional.of(patience));
    return signIn;
  }

  /** Takes it away again; on the event loop. */
  void forget(Visit visit) {
    cookies.remove(visit, COOKIE);
  }
}
