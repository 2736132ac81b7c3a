package alcove.acme;

import alcove.tls.HostCertificate;
import alcove.tls.ServerKeys;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates that other nodes have got, of which this one takes what is better than its own:
 * those of hosts that exist, that last longer, or are of the authority that is asked here where its
 * own is not. One of another authority never replaces one of this. They are told once, so one that
 * could not be looked at, as while the registry is away, is looked at later. Thread-safe.
 */
final class TakenCertificates {
  private static final Logger LOG = LoggerFactory.getLogger(TakenCertificates.class);

  /** Hosts whose certificates wait until they can be looked at. */
  private static final int MOST = 200;

  private final String domain;
  private final HttpsFolder folder;
  private final ServerKeys keys;
  private final Orders orders;
  private final HostRules rules;
  private final Executor work;
  private final Consumer<Taken> onTaken;
  private final Runnable onFailure;

  /** How many of each host wait to be looked at. */
  private final Map<String, Integer> waiting = new ConcurrentHashMap<>();

  /** Those that could not be looked at, the latest of each host. */
  private final Map<String, Offer> failed = new ConcurrentHashMap<>();

  private record Offer(String host, String directory, Buffer pem) {}

  /** One of them. */
  record Taken(String host, HostCertificate certificate) {}

  /**
   * @param onTaken hears of each that was taken, by host, on the thread of {@code work}
   * @param onFailure runs where one could not be looked at, so that somebody calls {@link
   *     #lookAgain} later; any thread, must not block
   */
  TakenCertificates(
      String domain,
      HttpsFolder folder,
      ServerKeys keys,
      Orders orders,
      HostRules rules,
      Executor work,
      Consumer<Taken> onTaken,
      Runnable onFailure) {
    this.domain = domain;
    this.folder = folder;
    this.keys = keys;
    this.orders = orders;
    this.rules = rules;
    this.work = work;
    this.onTaken = onTaken;
    this.onFailure = onFailure;
  }

  /**
   * Takes one on the thread of {@code work}, if it is better. Never waits.
   *
   * @param directory of the authority that gave it; empty if that is not known
   * @param pem certificate and key
   */
  void offer(String host, String directory, Buffer pem) {
    offer(new Offer(host, directory, pem));
  }

  private void offer(Offer offer) {
    if (offer.host().equals(domain)) {
      waiting.merge(offer.host(), 1, Integer::sum);
      work.execute(() -> takeAtLast(offer));
    } else if (rules.isCandidate(offer.host())) {
      waiting.merge(offer.host(), 1, Integer::sum);
      rules
          .exists(offer.host())
          .onSuccess(exists -> takeIf(exists, offer))
          .onFailure(failure -> fail(offer, failure));
    }
  }

  private void takeIf(boolean exists, Offer offer) {
    if (exists) {
      work.execute(() -> takeAtLast(offer));
    } else {
      lookedAt(offer.host());
    }
  }

  private void takeAtLast(Offer offer) {
    try {
      take(offer.host(), offer.directory(), offer.pem());
      lookedAt(offer.host());
    } catch (RuntimeException | Error fault) {
      fail(offer, fault);
    }
  }

  private void fail(Offer offer, Throwable why) {
    LOG.warn("a certificate of another node is looked at later: {}", Reason.of(why));
    if (failed.size() < MOST) {
      failed.put(offer.host(), offer);
    }
    lookedAt(offer.host());
    onFailure.run();
  }

  /** Looks once more at those that could not be looked at. Never waits. */
  void lookAgain() {
    List<Offer> again = List.copyOf(failed.values());
    failed.values().removeAll(again);
    again.forEach(this::offer);
  }

  private void lookedAt(String host) {
    waiting.computeIfPresent(host, (_, number) -> number > 1 ? number - 1 : null);
  }

  /** Whether there is one of a host that is still to be looked at. Never waits. */
  boolean isWaiting(String host) {
    return waiting.containsKey(host);
  }

  private void take(String host, String directory, Buffer pem) {
    folder
        .read(pem)
        .filter(told -> told.covers(host))
        .filter(told -> isBetter(host, directory, told))
        .ifPresent(
            told -> {
              orders.take(host, directory, told);
              onTaken.accept(new Taken(host, told));
            });
  }

  private boolean isBetter(String host, String directory, HostCertificate told) {
    Optional<HostCertificate> present = host.equals(domain) ? keys.main() : keys.of(host);
    if (present.isEmpty()) {
      return true;
    }
    boolean isOurs = orders.isOfAuthority(directory);
    boolean isPresentOurs = orders.isOfAuthority(orders.ledger().directory(host));
    return isOurs == isPresentOurs ? present.get().ends().isBefore(told.ends()) : isOurs;
  }

  /** All that there are here, by host. Never waits. */
  Map<String, HostCertificate> all() {
    Map<String, HostCertificate> all = new HashMap<>(keys.ofHosts());
    keys.main().ifPresent(main -> all.put(domain, main));
    return all;
  }
}
