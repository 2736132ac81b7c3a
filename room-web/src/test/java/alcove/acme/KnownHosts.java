package alcove.acme;

import io.vertx.core.Future;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Hosts below a domain of which some exist. */
final class KnownHosts implements HostRules {
  private final Set<String> hosts = ConcurrentHashMap.newKeySet();
  private final AtomicInteger questions = new AtomicInteger();

  void add(String host) {
    hosts.add(host);
  }

  void remove(String host) {
    hosts.remove(host);
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
    return Future.succeededFuture(hosts.contains(host));
  }
}
