package alcove.acme;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.cluster.shared.NodeCalls;
import alcove.tls.HostCertificate;
import alcove.tls.ServerKeys;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.shredzone.acme4j.util.CSRBuilder;
import org.shredzone.acme4j.util.CertificateUtils;

/** What becomes of certificates that another node tells of. */
class TakenCertificatesTest {
  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final String DOMAIN = "room.example";
  private static final String ANA = "ana.room.example";
  private static final String OURS = "https://ours.example/directory";
  private static final String OTHER = "https://staging.example/directory";

  /** The library signs with RSA alone. */
  private static final KeyPair ROOT = rsa();

  private final Vertx vertx = Vertx.vertx();
  private final KnownHosts hosts = new KnownHosts();
  private final ServerKeys keys = new ServerKeys();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger faults = new AtomicInteger();

  @TempDir private Path path;

  private HttpsFolder folder;
  private Orders orders;
  private TakenCertificates taken;

  @BeforeEach
  void open() throws Exception {
    var clock = InstantSource.fixed(NOW);
    folder = HttpsFolder.open(vertx, path.resolve("https"));
    var wishes =
        new AutomaticCertificates.Wishes(
            path,
            DOMAIN,
            new Authority(URI.create(OURS), Optional.empty(), Optional.empty(), Optional.empty()),
            Optional.empty(),
            AutomaticCertificates.LONGEST_VISIT);
    var proofs = new SharedProofs(new NodeCalls(), keys, folder::read, clock);
    orders = new Orders(wishes, folder, proofs, new HttpProofs(proofs), clock);
    taken =
        new TakenCertificates(
            DOMAIN,
            folder,
            keys,
            orders,
            hosts,
            Runnable::run,
            each -> {
              if (faults.getAndDecrement() > 0) {
                throw new IllegalStateException("a fault");
              }
              if (each.host().equals(DOMAIN)) {
                keys.putMain(each.certificate());
              } else {
                keys.put(each.host(), each.certificate());
              }
            },
            failures::incrementAndGet);
  }

  private static KeyPair rsa() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @AfterEach
  void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  private static HostCertificate certificate(String host, Instant from) throws Exception {
    Instant end = from.plus(Duration.ofDays(90));
    var issuer = CertificateUtils.createTestRootCertificate("CN=root", from, end, ROOT);
    KeyPair pair = HttpsFolder.newKey();
    var wish = new CSRBuilder();
    wish.addDomain(host);
    wish.sign(pair);
    return HostCertificate.of(
        List.of(
            CertificateUtils.createTestCertificate(
                wish.getCSR(), from, end, issuer, ROOT.getPrivate())),
        pair.getPrivate());
  }

  private HostCertificate offer(String host, String directory, Duration age) throws Exception {
    HostCertificate told = certificate(host, NOW.minus(age));
    taken.offer(host, directory, Buffer.buffer(told.pem()));
    return told;
  }

  @Test
  void certificate_countsAsOfTheDayWhenItWasIssued() throws Exception {
    offer(DOMAIN, OURS, Duration.ofDays(20));
    assertThat(keys.main()).isPresent();
    assertThat(orders.ledger().issuedWithinWeek(NOW)).isZero();
    assertThat(orders.ledger().mayTry(DOMAIN, OURS, NOW)).isBefore(NOW);

    hosts.add(ANA);
    offer(ANA, OURS, Duration.ofDays(2));

    assertThat(orders.ledger().issuedWithinWeek(NOW)).isEqualTo(1);
  }

  @Test
  void certificate_ofAnotherAuthority_isBetterThanNone_andKnownAsSuch() throws Exception {
    HostCertificate trial = offer(DOMAIN, OTHER, Duration.ofDays(1));

    assertThat(keys.main()).contains(trial);
    assertThat(orders.ledger().isFromElsewhere(DOMAIN, OURS)).isTrue();
    assertThat(orders.ledger().issuedWithinWeek(NOW)).isZero();
  }

  /** Else nodes of two authorities would order against each other without end. */
  @Test
  void certificate_ofAnotherAuthority_neverReplacesOneOfOurs_whichReplacesIt() throws Exception {
    offer(DOMAIN, OTHER, Duration.ofDays(1));
    HostCertificate ours = offer(DOMAIN, OURS, Duration.ofDays(30));
    assertThat(keys.main()).contains(ours);

    offer(DOMAIN, OTHER, Duration.ZERO);
    assertThat(keys.main()).contains(ours);

    HostCertificate renewed = offer(DOMAIN, OURS, Duration.ofDays(5));
    assertThat(keys.main()).contains(renewed);
    offer(DOMAIN, OURS, Duration.ofDays(6));
    assertThat(keys.main()).contains(renewed);
  }

  @Test
  void certificate_ofAHostThatIsNoMore_isNotTaken() throws Exception {
    offer(ANA, OURS, Duration.ofDays(1));

    assertThat(keys.of(ANA)).isEmpty();
    assertThat(folder.hosts()).isEmpty();

    hosts.add(ANA);
    offer(ANA, OURS, Duration.ofDays(1));
    assertThat(keys.of(ANA)).isPresent();
    assertThat(folder.hosts()).containsExactly(ANA);
  }

  @Test
  void certificate_thatIsForAnotherHost_isNotTaken() throws Exception {
    hosts.add(ANA);
    HostCertificate other = certificate("eve.room.example", NOW);

    taken.offer(ANA, OURS, Buffer.buffer(other.pem()));
    taken.offer(DOMAIN, OURS, Buffer.buffer("no certificate"));

    assertThat(keys.of(ANA)).isEmpty();
    assertThat(keys.main()).isEmpty();
  }

  /** It is told once, when it was got or when a node comes in sight. */
  @Test
  void certificate_thatCannotBeLookedAt_isLookedAtLater() throws Exception {
    hosts.add(ANA);
    hosts.beAway(true);
    HostCertificate told = offer(ANA, OURS, Duration.ofDays(1));
    assertThat(failures).hasValue(1);
    assertThat(taken.isWaiting(ANA)).isFalse();
    taken.lookAgain();
    assertThat(failures).hasValue(2);
    hosts.beAway(false);

    taken.lookAgain();

    assertThat(keys.of(ANA)).contains(told);
    assertThat(failures).hasValue(2);
    int questions = hosts.questions();
    taken.lookAgain();
    assertThat(hosts.questions()).isEqualTo(questions);
  }

  @Test
  void certificate_thatFailsToBeTaken_isTakenLater() throws Exception {
    faults.set(1);
    HostCertificate told = offer(DOMAIN, OURS, Duration.ofDays(1));
    assertThat(keys.main()).isEmpty();
    assertThat(failures).hasValue(1);

    taken.lookAgain();

    assertThat(keys.main()).contains(told);
  }
}
