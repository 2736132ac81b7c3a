package alcove.acme;

import alcove.tls.HostCertificate;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.shredzone.acme4j.AccountBuilder;
import org.shredzone.acme4j.Authorization;
import org.shredzone.acme4j.Login;
import org.shredzone.acme4j.Order;
import org.shredzone.acme4j.PollableResource;
import org.shredzone.acme4j.Problem;
import org.shredzone.acme4j.Session;
import org.shredzone.acme4j.Status;
import org.shredzone.acme4j.challenge.Challenge;
import org.shredzone.acme4j.connector.Resource;
import org.shredzone.acme4j.exception.AcmeException;

/** A visit to the authority, by a connection of its own. Blocks; used by one thread. */
final class AuthorityCall implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(500);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final Authority authority;
  private final Session session;
  private final KeyPair accountKey;

  private AuthorityCall(Authority authority, Session session, KeyPair accountKey) {
    this.authority = authority;
    this.session = session;
    this.accountKey = accountKey;
  }

  static AuthorityCall begin(Authority authority, KeyPair accountKey)
      throws IOException, GeneralSecurityException {
    var session = new Session(authority.directory(), BoundedProvider.trusting(authority.trusted()));
    session.networkSettings().setTimeout(PATIENCE);
    session.networkSettings().setCompressionEnabled(false);
    session.setLocale(Locale.ENGLISH);
    return new AuthorityCall(authority, session, accountKey);
  }

  /** Our account there, which is made when it is new to the authority. */
  Ledger.Account register() throws AcmeException {
    var builder = new AccountBuilder().agreeToTermsOfService().useKeyPair(accountKey);
    authority.contact().ifPresent(builder::addEmail);
    authority
        .binding()
        .ifPresent(binding -> builder.withKeyIdentifier(binding.keyId(), binding.key()));
    var login = builder.createLogin(session);
    return new Ledger.Account(
        authority.directory().toString(), login.getAccountLocation().toString());
  }

  private Login login(Ledger.Account account) throws IOException {
    return session.login(URI.create(account.location()).toURL(), accountKey);
  }

  /**
   * A new certificate for {@code names}.
   *
   * @param replaced the one whose place it takes, if the authority is to hear that
   */
  HostCertificate order(
      Ledger.Account account, List<String> names, Optional<HostCertificate> replaced, Proofs proofs)
      throws AcmeException, IOException, GeneralSecurityException, InterruptedException {
    var builder = login(account).newOrder().domains(names);
    if (replaced.isPresent() && session.resourceUrlOptional(Resource.RENEWAL_INFO).isPresent()) {
      builder.replaces(replaced.get().leaf());
    }
    var order = builder.create();
    prove(order, proofs);
    await(order, EnumSet.of(Status.READY, Status.VALID, Status.INVALID));
    require(order.getStatus() != Status.INVALID, order.getError(), "the order was turned down");
    var key = HttpsFolder.newKey();
    order.execute(key);
    await(order, EnumSet.of(Status.VALID, Status.INVALID));
    require(order.getStatus() == Status.VALID, order.getError(), "the order was turned down");
    var certificate =
        HostCertificate.of(order.getCertificate().getCertificateChain(), key.getPrivate());
    require(
        names.stream().allMatch(certificate::covers), Optional.empty(), "it is for other names");
    return certificate;
  }

  private static void prove(Order order, Proofs proofs)
      throws AcmeException, GeneralSecurityException, InterruptedException {
    var open =
        order.getAuthorizations().stream()
            .filter(each -> each.getStatus() == Status.PENDING)
            .toList();
    var challenges = new ArrayList<Challenge>();
    try {
      for (var authorization : open) {
        challenges.add(proofs.present(authorization));
      }
      for (var challenge : challenges) {
        challenge.trigger();
      }
      for (var authorization : open) {
        await(authorization, EnumSet.of(Status.VALID, Status.INVALID));
        require(
            authorization.getStatus() == Status.VALID,
            problem(authorization),
            "the proof was turned down");
      }
    } finally {
      proofs.cleanUp();
    }
  }

  private static Optional<Problem> problem(Authorization authorization) {
    return authorization.getChallenges().stream()
        .flatMap(each -> each.getError().stream())
        .findFirst();
  }

  private static void require(boolean good, Optional<Problem> problem, String otherwise)
      throws AcmeException {
    if (!good) {
      throw new AcmeException(problem.map(Problem::toString).orElse(otherwise));
    }
  }

  /** Waits until {@code resource} is one of these; whoever calls bounds how long that may take. */
  private static void await(PollableResource resource, Set<Status> wanted)
      throws AcmeException, InterruptedException {
    while (true) {
      var next = resource.fetch();
      if (wanted.contains(resource.getStatus())) {
        return;
      }
      var pause =
          next.map(at -> Duration.between(Instant.now(), at))
              .orElse(PollableResource.DEFAULT_RETRY_AFTER);
      Thread.sleep(within(pause, SHORTEST_PAUSE, LONGEST_PAUSE));
    }
  }

  static Duration within(Duration wanted, Duration least, Duration most) {
    if (wanted.compareTo(least) < 0) {
      return least;
    }
    return wanted.compareTo(most) > 0 ? most : wanted;
  }

  /** When the authority wants {@code certificate} renewed, if it says that. */
  Optional<RenewalWindow> renewal(Ledger.Account account, HostCertificate certificate)
      throws AcmeException, IOException {
    if (session.resourceUrlOptional(Resource.RENEWAL_INFO).isEmpty()) {
      return Optional.empty();
    }
    var info = login(account).bindRenewalInfo(certificate.leaf());
    var again = info.fetch();
    return Optional.of(
        new RenewalWindow(info.getSuggestedWindowStart(), info.getSuggestedWindowEnd(), again));
  }

  @Override
  public void close() {
    session.getHttpClient().shutdownNow();
  }
}
