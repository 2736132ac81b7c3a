package alcove.acme;

import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.Http01Challenge;

/** The proofs of HTTP-01: short texts at known paths, in the clear. Thread-safe. */
public final class HttpProofs {
  /** The path below which they are asked for. */
  public static final String PATH = "/.well-known/acme-challenge/";

  private final SharedProofs shared;

  HttpProofs(SharedProofs shared) {
    this.shared = shared;
  }

  /** The answer to what is asked for by {@code token}, if an authority may ask for that now. */
  public Optional<String> answer(String token) {
    return shared.text(token);
  }

  /** Those of one order. */
  Proofs ofAnOrder() {
    return new OfAnOrder();
  }

  private final class OfAnOrder implements Proofs {
    private final List<String> tokens = new ArrayList<>();

    @Override
    public Challenge present(Authorization authorization)
        throws GeneralSecurityException, InterruptedException {
      var challenge =
          authorization
              .findChallenge(Http01Challenge.class)
              .orElseThrow(() -> new GeneralSecurityException("the authority has no HTTP-01"));
      tokens.add(challenge.getToken());
      shared.present(challenge.getToken(), challenge.getAuthorization());
      return challenge;
    }

    @Override
    public void cleanUp() {
      tokens.forEach(shared::endText);
    }
  }
}
