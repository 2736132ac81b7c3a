package alcove.web.entrance;

import alcove.room.SignIn;
import java.util.Locale;

/** The page that says why nobody is signed in. */
record LoginFailedPage(SignIn.Failure failure) {
  /** The name of the failure, as texts are called. */
  public String word() {
    return word(failure);
  }

  /** The name of a failure, as texts are called. */
  static String word(SignIn.Failure failure) {
    return failure.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
