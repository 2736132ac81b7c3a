package alcove.acme;

import java.security.GeneralSecurityException;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.challenge.Challenge;

/** A way to prove to an authority that a host is ours. Used by one thread. */
interface Proofs {
  /**
   * Has a proof ready for whoever looks for it.
   *
   * @return what the authority is told to look at
   * @throws GeneralSecurityException if the authority does not take such proofs, or it cannot be
   *     made, with the reason
   */
  Challenge present(Authorization authorization)
      throws GeneralSecurityException, InterruptedException;

  /** Takes all away that was presented. */
  void cleanUp();
}
