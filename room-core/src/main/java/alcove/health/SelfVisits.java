package alcove.health;

import alcove.limits.ExpiringPlaces;
import alcove.room.model.SecretToken;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
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

  private final InstantSource clock;
  private final ExpiringPlaces<Promise<Sight>> expected;

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
    this.clock = () -> Instant.EPOCH.plusNanos(nanoTime.getAsLong());
    this.expected = new ExpiringPlaces<>(MOST, clock);
  }

  /** Expects one visit more; the oldest is forgotten when too many are. */
  public Expected expect() {
    SecretToken token = SecretToken.create();
    Promise<Sight> sight = Promise.promise();
    expected.put(token.hash(), sight, clock.instant().plus(PATIENCE), null);
    return new Expected(token, sight.future());
  }

  /** Takes a visit; false if it was not expected, or not any more. */
  public boolean arrived(String token, Sight sight) {
    return SecretToken.parse(token)
        .map(SecretToken::hash)
        .flatMap(expected::remove)
        .filter(waiting -> waiting.tryComplete(sight))
        .isPresent();
  }
}
