package alcove.room.signin;

import alcove.room.model.Refusal;
import alcove.room.model.RefusedException;
import alcove.room.passkeys.PasskeyChallenge;

/**
 * A challenge for a device that was taken out of those that browsers have begun: no other node, and
 * no other visit, gets it any more. Immutable.
 */
public final class TakenChallenge {
  private final PasskeyChallenge challenge;

  TakenChallenge(PasskeyChallenge challenge) {
    this.challenge = challenge;
  }

  /** The challenge, if it was begun for this. */
  PasskeyChallenge requireFor(String purpose) throws RefusedException {
    if (!challenge.purpose().equals(purpose)) {
      throw over();
    }
    return challenge;
  }

  static RefusedException over() {
    return new RefusedException(
        Refusal.PASSKEY_OVER, "that took too long, or was done already: try again");
  }
}
