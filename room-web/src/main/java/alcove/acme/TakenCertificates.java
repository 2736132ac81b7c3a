package alcove.acme;

import alcove.tls.HostCertificate;
import alcove.tls.ServerKeys;
import io.vertx.core.buffer.Buffer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * The certificates that other nodes have got, of which this one takes what is better than its own:
 * those of hosts that exist, that last longer, or are of the authority that is asked here where its
 * own is not. One of another authority never replaces one of this. Thread-safe.
 *
 * @param onTaken hears of each that was taken, by host, on the thread of {@code work}
 */
record TakenCertificates(
    String domain,
    HttpsFolder folder,
    ServerKeys keys,
    Orders orders,
    HostRules rules,
    Executor work,
    Consumer<Taken> onTaken) {
  /** One of them. */
  record Taken(String host, HostCertificate certificate) {}

  /**
   * Takes one on the thread of {@code work}, if it is better. Never waits.
   *
   * @param directory of the authority that gave it; empty if that is not known
   * @param pem certificate and key
   */
  void offer(String host, String directory, Buffer pem) {
    if (host.equals(domain)) {
      work.execute(() -> take(host, directory, pem));
    } else if (rules.isCandidate(host)) {
      rules.exists(host).onSuccess(exists -> takeIf(exists, host, directory, pem));
    }
  }

  private void takeIf(boolean exists, String host, String directory, Buffer pem) {
    if (exists) {
      work.execute(() -> take(host, directory, pem));
    }
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
