package alcove.acme;

import alcove.tls.HostCertificate;
import alcove.tls.ServerKeys;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The certificates that other nodes have got, of which this one takes what is better than its own:
 * those of hosts that exist, that last longer, or are of the authority that is asked here where its
 * own is not. One of another authority never replaces one of this. Thread-safe.
 */
final class TakenCertificates {
  private final String domain;
  private final HttpsFolder folder;
  private final ServerKeys keys;
  private final Orders orders;
  private final HostRules rules;
  private final Executor work;
  private final Consumer<Taken> onTaken;

  /** How many of each host wait to be looked at. */
  private final Map<String, Integer> waiting = new ConcurrentHashMap<>();

  /** One of them. */
  record Taken(String host, HostCertificate certificate) {}

  /**
   * @param onTaken hears of each that was taken, by host, on the thread of {@code work}
   */
  TakenCertificates(
      String domain,
      HttpsFolder folder,
      ServerKeys keys,
      Orders orders,
      HostRules rules,
      Executor work,
      Consumer<Taken> onTaken) {
    this.domain = domain;
    this.folder = folder;
    this.keys = keys;
    this.orders = orders;
    this.rules = rules;
    this.work = work;
    this.onTaken = onTaken;
  }

  /**
   * Takes one on the thread of {@code work}, if it is better. Never waits.
   *
   * @param directory of the authority that gave it; empty if that is not known
   * @param pem certificate and key
   */
  void offer(String host, String directory, Buffer pem) {
    if (host.equals(domain)) {
      waiting.merge(host, 1, Integer::sum);
      work.execute(() -> takeAtLast(host, directory, pem));
    } else if (rules.isCandidate(host)) {
      waiting.merge(host, 1, Integer::sum);
      rules
          .exists(host)
          .onSuccess(exists -> takeIf(exists, host, directory, pem))
          .onFailure(_ -> lookedAt(host));
    }
  }

  private void takeIf(boolean exists, String host, String directory, Buffer pem) {
    if (exists) {
      work.execute(() -> takeAtLast(host, directory, pem));
    } else {
      lookedAt(host);
    }
  }

  private void takeAtLast(String host, String directory, Buffer pem) {
    try {
      take(host, directory, pem);
    } finally {
      lookedAt(host);
    }
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
