package alcove.health;

import alcove.room.model.SecretToken;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Visits that the room pays its own web site, by the way that others come, to learn how they arrive
 * there. Thread-safe.
 *
 * <p>Each is told by a secret that is good for one visit within seconds. What the site sees of it
 * stays in this process: nobody who asks learns anything but whether a visit was expected, and no
 * other server can pretend to have seen it.
 */
public final class SelfVisits {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST = 16;

  private final Map<String, Waiting> byHash = new LinkedHashMap<>();
  private final LongSupplier nanoTime;

  private record Waiting(Promise<Sight> sight, long until) {}

  /**
   * How a visit looked from within.
   *
   * @param host the host that it called
   * @param secure TLS ended at the room itself
   * @param passedOn headers say that somebody passed it on
   * @param speaker a trusted proxy says for whom it asks
   */
  public record Sight(String host, boolean secure, boolean passedOn, boolean speaker) {}

  /**
   * A visit to come.
   *
   * @param token the secret to show
   * @param sight completes when it has arrived
   */
  public record Expected(SecretToken token, Future<Sight> sight) {}

  /** No visits, by a monotonic clock in nanoseconds. */
  public SelfVisits(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** Expects one visit more; the oldest is forgotten when too many are. */
  public synchronized Expected expect() {
    SecretToken token = SecretToken.create();
    Promise<Sight> sight = Promise.promise();
    long now = nanoTime.getAsLong();
    byHash.values().removeIf(each -> now - each.until >= 0);
    if (byHash.size() >= MOST) {
      byHash.remove(byHash.keySet().iterator().next());
    }
    byHash.put(token.hash(), new Waiting(sight, now + PATIENCE.toNanos()));
    return new Expected(token, sight.future());
  }

  /** Takes a visit; false if it was not expected, or not any more. */
  public boolean arrived(String token, Sight sight) {
    Optional<Waiting> waiting = SecretToken.parse(token).map(SecretToken::hash).flatMap(this::take);
    boolean expected = waiting.filter(each -> nanoTime.getAsLong() - each.until < 0).isPresent();
    if (expected) {
      waiting.get().sight.tryComplete(sight);
    }
    return expected;
  }

  private synchronized Optional<Waiting> take(String hash) {
    return Optional.ofNullable(byHash.remove(hash));
  }
}
