package alcove.acme;

import io.vertx.core.Future;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Hosts below a domain of which some exist. */
final class KnownHosts implements HostRules {
  private final Set<String> hosts = ConcurrentHashMap.newKeySet();
  private final AtomicInteger questions = new AtomicInteger();
  private volatile boolean isAway;

  void add(String host) {
    hosts.add(host);
  }

  void remove(String host) {
    hosts.remove(host);
  }

  /** Nobody can say which there are, as while the registry is away. */
  void beAway(boolean isAway) {
    this.isAway = isAway;
  }

  /** How often somebody asked for one. */
  int questions() {
    return questions.get();
  }

  @Override
  public boolean isCandidate(String host) {
    return host.endsWith(".room.example");
  }

  @Override
  public Future<Boolean> exists(String host) {
    questions.incrementAndGet();
    return isAway
        ? Future.failedFuture("the registry is away")
        : Future.succeededFuture(hosts.contains(host));
  }
}
