package alcove.acme;

import alcove.tls.HostCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The orders of certificates at one authority, each within a limited time; what comes of them is
 * kept and noted. Blocks; used by one thread.
 */
final class Orders {
  private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

  private final String domain;
  private final Authority authority;
  private final HttpsFolder folder;
  private final Ledger ledger;
  private final SharedProofs proofs;
  private final HttpProofs httpProofs;
  private final Optional<Path> dnsHook;
  private final Duration longestVisit;
  private final InstantSource clock;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final AtomicLong failures = new AtomicLong();

  /** Orders of which nothing is under way. */
  Orders(
      AutomaticCertificates.Wishes wishes,
      HttpsFolder folder,
      SharedProofs proofs,
      HttpProofs httpProofs,
      InstantSource clock) {
    this.domain = wishes.domain();
    this.authority = wishes.authority();
    this.folder = folder;
    this.ledger = Ledger.of(folder.state(), clock.instant());
    this.ledger.startAgain(domain, clock.instant());
    this.proofs = proofs;
    this.httpProofs = httpProofs;
    this.dnsHook = wishes.dnsHook();
    this.longestVisit = wishes.longestVisit();
    this.clock = clock;
  }

  Ledger ledger() {
    return ledger;
  }

  String directory() {
    return authority.directory().toString();
  }

  /** How many orders came to nothing since the start; any thread. */
  long failures() {
    return failures.get();
  }

  /** A new certificate, which is kept; empty if it failed, which is noted. */
  Optional<HostCertificate> order(
      String host, List<String> names, Optional<HostCertificate> present)
      throws InterruptedException {
    int before = ledger.failure(host).map(Ledger.Failure::count).orElse(0);
    LOG.info("asking {} for a certificate of {}", authority.directory().getHost(), inLog(host));
    try {
      var account = account();
      var certificate =
          within(() -> visit(account, names, present.filter(_ -> before == 0), before));
      ledger.succeeded(host, directory(), clock.instant(), clock.instant());
      keepLedger();
      LOG.info("{} has a certificate until {}", inLog(host), certificate.ends());
      keep(host, certificate);
      return Optional.of(certificate);
    } catch (InterruptedException closed) {
      keepLedger();
      throw closed;
    } catch (Exception e) {
      note(host, e);
      return Optional.empty();
    }
  }

  /** Whether a directory is that of the authority that is asked; one that is not known is. */
  boolean isOfAuthority(String given) {
    return given.isEmpty() || given.equals(directory());
  }

  /**
   * Keeps one that another node has ordered when it begins to be good. It counts as one of these,
   * if it is of the same authority.
   */
  void take(String host, String given, HostCertificate certificate) {
    var at = certificate.leaf().getNotBefore().toInstant();
    if (isOfAuthority(given)) {
      ledger.succeeded(host, directory(), at, clock.instant());
    } else {
      ledger.taken(host, given, at);
    }
    keepLedger();
    LOG.info("{} has a certificate of another node until {}", inLog(host), certificate.ends());
    keep(host, certificate);
  }

  /** Also where it cannot be kept it is shown, as long as the process lives. */
  private void keep(String host, HostCertificate certificate) {
    try {
      folder.keep(host, certificate);
    } catch (IOException | GeneralSecurityException e) {
      LOG.warn("the certificate of {} is lost at the next start: {}", inLog(host), Reason.of(e));
    }
  }

  void keepLedger() {
    try {
      folder.keepState(ledger.json());
    } catch (IOException e) {
      LOG.warn("what was tried is forgotten at the next start: {}", Reason.of(e));
    }
  }

  /** Kept before anybody hears of it: whoever ends the room then does not ask too soon again. */
  private void note(String host, Exception e) {
    failures.incrementAndGet();
    if (Reason.isUnknownAccount(e)) {
      ledger.forgetAccount();
    }
    var why = Reason.of(e).replace(host, inLog(host));
    var failure = ledger.failed(host, why, Reason.wait(e), clock.instant(), random);
    keepLedger();
    LOG.warn(
        "no certificate of {}: {}; tried again at {}", inLog(host), failure.why(), failure.next());
  }

  /** Which aliases were visited the log does not tell. */
  String inLog(String host) {
    return host.equals(domain) ? host : "a subdomain";
  }

  private Ledger.Account account() throws Exception {
    var known = ledger.account(directory());
    if (known.isPresent()) {
      return known.get();
    }
    var made =
        within(
            () -> {
              try (var call = AuthorityCall.begin(authority, folder.accountKey())) {
                return call.register();
              }
            });
    ledger.account(made);
    return made;
  }

  private HostCertificate visit(
      Ledger.Account account, List<String> names, Optional<HostCertificate> replaced, int failures)
      throws Exception {
    try (var call = AuthorityCall.begin(authority, folder.accountKey())) {
      return call.order(account, names, replaced, proofs(failures));
    }
  }

  /** By one way of proving after the other, so that one closed port keeps nobody from the rest. */
  private Proofs proofs(int failures) {
    return dnsHook
        .<Proofs>map(DnsProofs::new)
        .orElseGet(() -> failures % 2 == 0 ? httpProofs.ofAnOrder() : new TlsProofs(proofs));
  }

  /** When the authority wants a certificate renewed; empty if it does not say that. */
  Optional<RenewalWindow> renewal(HostCertificate certificate) throws InterruptedException {
    var account = ledger.account(directory());
    if (account.isEmpty()) {
      return Optional.empty();
    }
    try {
      return within(
          () -> {
            try (var call = AuthorityCall.begin(authority, folder.accountKey())) {
              return call.renewal(account.get(), certificate);
            }
          });
    } catch (InterruptedException closed) {
      throw closed;
    } catch (Exception e) {
      LOG.debug("the authority does not say when to renew: {}", Reason.of(e));
      return Optional.empty();
    }
  }

  /** Work on a thread that is given up when it takes too long. */
  private <T> T within(Callable<T> work) throws Exception {
    var task = new FutureTask<>(work);
    Thread.ofVirtual().name("authority").start(task);
    try {
      return task.get(longestVisit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    } catch (TimeoutException e) {
      throw new IOException(
          "the authority did not come to an end in %s seconds".formatted(longestVisit.toSeconds()),
          e);
    } finally {
      task.cancel(true);
    }
  }
}
