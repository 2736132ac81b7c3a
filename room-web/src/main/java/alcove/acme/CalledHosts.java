package alcove.acme;

import alcove.limits.TokenBucket;
import alcove.tls.ServerKeys;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The hosts besides the domain that handshakes call, as far as they lack a certificate: which of
 * them exist, in line for one. Names that nobody has cost a look that is limited by a rate, and are
 * forgotten. Thread-safe.
 */
final class CalledHosts {
  private static final int LOOKS_PER_SECOND = 5;
  private static final int LOOKS_AT_ONCE = 20;
  private static final int MOST_IN_LINE = 200;

  private final HostRules rules;
  private final ServerKeys keys;
  private final InstantSource clock;
  private final Runnable wake;
  private final TokenBucket looks =
      new TokenBucket(LOOKS_PER_SECOND, LOOKS_AT_ONCE, System::nanoTime);
  private final Map<String, Instant> notBefore = new ConcurrentHashMap<>();
  private final Queue<String> line = new ArrayDeque<>();
  private final Set<String> known = new HashSet<>();

  /**
   * Nobody in line.
   *
   * @param wake called when somebody is
   */
  CalledHosts(HostRules rules, ServerKeys keys, InstantSource clock, Runnable wake) {
    this.rules = rules;
    this.keys = keys;
    this.clock = clock;
    this.wake = wake;
  }

  /** A handshake calls {@code host}. Never blocks. */
  void call(String host) {
    if (isCared(host) || !rules.isCandidate(host) || !begin(host)) {
      return;
    }
    rules
        .exists(host)
        .onComplete(
            exists -> {
              if (exists.succeeded() && exists.result()) {
                synchronized (this) {
                  line.add(host);
                }
                wake.run();
              } else {
                forget(host);
              }
            });
  }

  /** Whether nothing is to be done now. */
  private boolean isCared(String host) {
    var now = clock.instant();
    return keys.main().filter(main -> main.covers(host)).isPresent()
        || keys.of(host).filter(own -> now.isBefore(RenewalWindow.usual(own))).isPresent()
        || notBefore.getOrDefault(host, Instant.MIN).isAfter(now);
  }

  private synchronized boolean begin(String host) {
    return known.size() < MOST_IN_LINE
        && !known.contains(host)
        && looks.tryTake()
        && known.add(host);
  }

  private synchronized void forget(String host) {
    known.remove(host);
  }

  /** The first in line, who is in it no more. */
  synchronized Optional<String> next() {
    var host = Optional.ofNullable(line.poll());
    host.ifPresent(known::remove);
    return host;
  }

  /** How many are in line. */
  synchronized int waiting() {
    return line.size();
  }

  /** Takes no call of a host before {@code time}. */
  void restUntil(String host, Instant time) {
    notBefore.put(host, time);
  }

  /** Forgets a rest that is over. */
  void restNoMore(String host) {
    notBefore.remove(host);
  }
}
