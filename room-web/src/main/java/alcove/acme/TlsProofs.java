package alcove.acme;

import alcove.tls.HostCertificate;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.List;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.challenge.TlsAlpn01Challenge;

/** The proofs of TLS-ALPN-01: certificates for nobody but the authority. Used by one thread. */
final class TlsProofs implements Proofs {
  /** The library signs these with RSA alone. */
  private static final int RSA_BITS = 2048;

  private final SharedProofs shared;
  private final List<String> hosts = new ArrayList<>();

  TlsProofs(SharedProofs shared) {
    this.shared = shared;
  }

  @Override
  public Challenge present(Authorization authorization)
      throws GeneralSecurityException, InterruptedException {
    var challenge =
        authorization
            .findChallenge(TlsAlpn01Challenge.class)
            .orElseThrow(() -> new GeneralSecurityException("the authority has no TLS-ALPN-01"));
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(RSA_BITS);
    var pair = generator.generateKeyPair();
    var host = authorization.getIdentifier().getDomain();
    var proof = challenge.createCertificate(pair, authorization.getIdentifier());
    hosts.add(host);
    shared.present(host, HostCertificate.of(List.of(proof), pair.getPrivate()));
    return challenge;
  }

  @Override
  public void cleanUp() {
    hosts.forEach(shared::endCertificate);
    hosts.clear();
  }
}
