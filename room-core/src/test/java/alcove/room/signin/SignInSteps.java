package alcove.room.signin;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import alcove.room.model.RefusedException;
import io.vertx.core.Future;

/** The steps of signing in, one after the other, where other nodes answer at once or are none. */
public final class SignInSteps {
  private SignInSteps() {}

  /** Whose password it is. */
  public static FeedId check(Passwords passwords, String name, String password)
      throws RefusedException {
    return passwords.check(now(passwords.tryTake(passwords.account(name))), password);
  }

  /** The challenge that a browser has. */
  static TakenChallenge take(Passkeys passkeys, String browser) throws RefusedException {
    return now(passkeys.take(browser));
  }

  private static <T> T now(Future<T> future) throws RefusedException {
    assertThat(future.isComplete()).isTrue();
    if (future.cause() instanceof RefusedException refused) {
      throw refused;
    }
    return future.result();
  }
}
