package alcove.acme;

import alcove.cluster.shared.NodeCalls;
import alcove.cluster.shared.NodeTurns;
import alcove.health.CertificateState;
import alcove.tls.HostCertificate;
import alcove.tls.ServerKeys;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates that the room gets and renews by itself. What it does it does on a thread of its
 * own, which waits for the authority as long as need be: nobody else does, and a stop does not.
 * While there is a certificate it is shown, whatever happens to its renewal. Thread-safe.
 */
public final class AutomaticCertificates implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AutomaticCertificates.class);

  /** What an authority that works never needs. */
  public static final Duration LONGEST_VISIT = Duration.ofMinutes(10);

  private static final Duration LONGEST_SLEEP = Duration.ofHours(6);
  private static final Duration SHORTEST_SLEEP = Duration.ofMillis(100);

  /** How soon this node looks again at what another has got, if it could not. */
  private static final Duration UNTIL_TRIED_AGAIN = Duration.ofSeconds(30);

  /** How soon this node looks again while another one orders; it hears of what that gets. */
  private static final Duration TURN_OF_ANOTHER = Duration.ofSeconds(10);

  /**
   * Of the fifty that Let's Encrypt gives a domain in a week: whatever hosts of members take, ten
   * are left for the domain itself.
   */
  private static final int MOST_IN_A_WEEK = 40;

  private final String domain;
  private final boolean wildcard;
  private final InstantSource clock;
  private final ServerKeys keys = new ServerKeys();
  private final HttpProofs httpProofs;
  private final SharedCertificates shared;
  private final Orders orders;
  private final OrdersInTurn inTurn;
  private final CalledHosts called;
  private final FormerHosts former;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("certificates").daemon().factory());

  private @Nullable ScheduledFuture<?> next;
  private volatile Optional<CertificateState.Trouble> trouble = Optional.empty();
  private volatile int failedHosts;
  private Instant due = Instant.MIN;
  private Instant nextQuestion = Instant.MIN;
  private Instant reviewed = Instant.EPOCH;

  /**
   * The wishes of an operator.
   *
   * @param folder where all is kept
   * @param dnsHook a program that writes proofs into the DNS: the certificate is for subdomains as
   *     well then
   * @param longestVisit after which an authority counts as one that does not answer
   */
  public record Wishes(
      Path folder,
      String domain,
      Authority authority,
      Optional<Path> dnsHook,
      Duration longestVisit) {}

  private AutomaticCertificates(
      Wishes wishes, HttpsFolder folder, HostRules rules, InstantSource clock, NodeCalls nodes) {
    this.domain = wishes.domain();
    this.wildcard = wishes.dnsHook().isPresent();
    this.clock = clock;
    var proofs = new SharedProofs(nodes, keys, folder::read, clock);
    this.httpProofs = new HttpProofs(proofs);
    this.orders = new Orders(wishes, folder, proofs, httpProofs, clock);
    this.called = new CalledHosts(rules, keys, clock, this::lookNow);
    this.former = new FormerHosts(domain, folder, keys, orders, rules, called, thread);
    var taken =
        new TakenCertificates(
            domain,
            folder,
            keys,
            orders,
            rules,
            this::execute,
            this::show,
            () -> schedule(UNTIL_TRIED_AGAIN));
    this.shared =
        new SharedCertificates(
            nodes, taken::all, orders.ledger()::directory, taken::offer, this::reviewHere);
    this.inTurn =
        new OrdersInTurn(
            domain, keys, orders, taken, shared, new NodeTurns(nodes, NodeCalls.Subject.ORDERS));
  }

  /**
   * Reads what is kept, and shows that. Blocks.
   *
   * @param nodes those whose certificates these are as well
   */
  public static AutomaticCertificates open(
      Vertx vertx, Wishes wishes, HostRules rules, InstantSource clock, NodeCalls nodes)
      throws IOException {
    var folder = HttpsFolder.open(vertx, wishes.folder());
    var certificates = new AutomaticCertificates(wishes, folder, rules, clock, nodes);
    for (var host : folder.hosts()) {
      folder.certificate(host).ifPresent(kept -> certificates.show(host, kept));
    }
    return certificates;
  }

  private void show(String host, HostCertificate certificate) {
    if (host.equals(domain)) {
      keys.putMain(certificate);
    } else if (host.endsWith("." + domain) && certificate.ends().isAfter(clock.instant())) {
      keys.put(host, certificate);
    }
  }

  /** What handshakes choose from. */
  public ServerKeys keys() {
    return keys;
  }

  /** What an authority that comes in the clear is to be answered. */
  public HttpProofs httpProofs() {
    return httpProofs;
  }

  /**
   * Gets what is missing, and keeps it fresh; the ports at which proofs are looked for are open.
   */
  public void begin() {
    begin(SHORTEST_SLEEP);
  }

  /**
   * The same.
   *
   * @param pause before an authority is asked, if there is no certificate at all: another node may
   *     have it, once that is in sight
   */
  public void begin(Duration pause) {
    keys.onCall(called::call);
    schedule(keys.main().isPresent() ? SHORTEST_SLEEP : pause);
  }

  /** Looks at once, whatever the time was that it wanted to look at next. */
  void lookNow() {
    schedule(Duration.ZERO);
  }

  /** The next look, unless there is one sooner. */
  private synchronized void schedule(Duration pause) {
    if (next != null) {
      if (next.getDelay(TimeUnit.MILLISECONDS) <= pause.toMillis()) {
        return;
      }
      next.cancel(false);
    }
    try {
      next = thread.schedule(this::work, pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      LOG.debug("no more certificates: it ends");
    }
  }

  private synchronized void beginLook() {
    next = null;
  }

  /** How they are; any thread. */
  public CertificateState state() {
    return new CertificateState(
        keys.main().map(HostCertificate::ends),
        wildcard,
        new CertificateState.Hosts(keys.hosts(), called.waiting(), failedHosts),
        orders.failures(),
        trouble);
  }

  private void noteTrouble() {
    failedHosts = orders.ledger().failedHosts(domain, clock.instant());
    trouble =
        orders
            .ledger()
            .failure(domain)
            .map(each -> new CertificateState.Trouble(each.at(), each.why(), each.next()));
  }

  private void work() {
    beginLook();
    noteTrouble();
    var again = clock.instant().plus(LONGEST_SLEEP);
    try {
      if (clock.instant().isAfter(reviewed.plus(LONGEST_SLEEP))) {
        review();
      }
      inTurn.taken().lookAgain();
      again = careForMain();
      if (careForAHost()) {
        again = clock.instant();
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
      return;
    } catch (RuntimeException e) {
      LOG.warn("cannot look after the certificates: {}", Reason.of(e));
    }
    schedule(
        AuthorityCall.within(
            Duration.between(clock.instant(), again), SHORTEST_SLEEP, LONGEST_SLEEP));
  }

  /** Renews it if it is time; when to look again. */
  private Instant careForMain() throws InterruptedException {
    var present = keys.main();
    if (present.isPresent()) {
      askWhenDue(present.get());
    }
    var names = wildcard ? List.of(domain, "*." + domain) : List.of(domain);
    boolean isMissing =
        present.filter(each -> names.stream().allMatch(each::covers)).isEmpty()
            || orders.ledger().isFromElsewhere(domain, orders.directory());
    var wanted = isMissing ? Instant.MIN : due;
    var allowed = orders.ledger().mayTry(domain, orders.directory(), clock.instant());
    var time = wanted.isAfter(allowed) ? wanted : allowed;
    if (time.isAfter(clock.instant())) {
      return isMissing || time.isBefore(nextQuestion) ? time : nextQuestion;
    }
    boolean isOurs = inTurn.order(domain, names, present, this::takeMain);
    noteTrouble();
    return isOurs ? clock.instant() : clock.instant().plus(TURN_OF_ANOTHER);
  }

  private void takeMain(HostCertificate certificate) {
    keys.putMain(certificate);
    nextQuestion = Instant.MIN;
  }

  /** The authority may want another time whenever it is asked. */
  private void askWhenDue(HostCertificate certificate) throws InterruptedException {
    var now = clock.instant();
    if (now.isBefore(nextQuestion)) {
      return;
    }
    var window = orders.renewal(certificate);
    due =
        window
            .map(each -> each.choose(certificate, random))
            .orElseGet(() -> RenewalWindow.usual(certificate));
    nextQuestion =
        window
            .map(each -> each.nextQuestion(now))
            .orElseGet(() -> RenewalWindow.nextQuestionAfterSilence(now));
  }

  /** Gets a certificate for the next host in line; whether there was one in it. */
  private boolean careForAHost() throws InterruptedException {
    var host = called.next();
    if (host.isEmpty()) {
      return false;
    }
    var now = clock.instant();
    var allowed = orders.ledger().mayTry(host.get(), orders.directory(), now);
    if (allowed.isAfter(now)) {
      called.restUntil(host.get(), allowed);
    } else if (keys.main().isEmpty()) {
      called.restUntil(host.get(), now.plus(Duration.ofMinutes(1)));
    } else if (orders.ledger().issuedWithinWeek(now) >= MOST_IN_A_WEEK) {
      LOG.warn(
          "no certificate of a subdomain: there were {} within a week, and the rest is for the"
              + " domain",
          MOST_IN_A_WEEK);
      called.restUntil(host.get(), now.plus(LONGEST_SLEEP));
    } else {
      orderFor(host.get());
    }
    return true;
  }

  private void orderFor(String host) throws InterruptedException {
    var isOurs = inTurn.order(host, List.of(host), keys.of(host), each -> keys.put(host, each));
    var allowed = orders.ledger().mayTry(host, orders.directory(), clock.instant());
    called.restUntil(host, isOurs ? allowed : clock.instant().plus(TURN_OF_ANOTHER));
  }

  /** Looks soon which hosts are no more, on all nodes; their certificates and keys are deleted. */
  public void reviewHosts() {
    shared.tellOfHosts();
    reviewHere();
  }

  private void reviewHere() {
    execute(this::review);
  }

  private void review() {
    reviewed = clock.instant();
    former.review();
  }

  private void show(TakenCertificates.Taken taken) {
    if (taken.host().equals(domain)) {
      takeMain(taken.certificate());
      schedule(SHORTEST_SLEEP);
    } else {
      keys.put(taken.host(), taken.certificate());
    }
    noteTrouble();
  }

  /** Has it done on the thread of these, unless that has ended. Never waits. */
  private void execute(Runnable work) {
    try {
      thread.execute(work);
    } catch (RejectedExecutionException closed) {
      LOG.debug("no more certificates: it ends");
    }
  }

  /** Ends at once; what is under way is given up. */
  @Override
  public void close() {
    thread.shutdownNow();
  }
}
