package alcove.health;

import alcove.cluster.Node;
import alcove.cluster.shared.NodeCalls;
import alcove.limits.ExpiringPlaces;
import alcove.room.model.SecretToken;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Visits that the room pays its own web site, by the way that others come, to learn how they arrive
 * there. Thread-safe.
 *
 * <p>Each is told by a secret that is good for one visit within seconds. What the site sees of it
 * stays with the nodes of the room, which tell each other what has come to one of them and was
 * expected by another: nobody who asks learns anything but whether a visit was expected, and no
 * other server can pretend to have seen it.
 *
 * <pre>secure(1) passedOn(1) speaker(1) hash of the secret, host; both 2+n</pre>
 */
public final class SelfVisits {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int MOST = 16;

  private static final byte[] YES = {1};
  private static final byte[] NO = {0};

  private final InstantSource clock;
  private final NodeCalls nodes;
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

  /**
   * No visits.
   *
   * @param nanoTime a monotonic clock in nanoseconds
   * @param nodes those to which a visit may come as well
   */
  public SelfVisits(LongSupplier nanoTime, NodeCalls nodes) {
    this.clock = () -> Instant.EPOCH.plusNanos(nanoTime.getAsLong());
    this.nodes = nodes;
    this.expected = new ExpiringPlaces<>(MOST, clock);
    nodes.answer(NodeCalls.Subject.VISITS, this::hear);
  }

  /** Expects one visit more; the oldest is forgotten when too many are. */
  public Expected expect() {
    SecretToken token = SecretToken.create();
    Promise<Sight> sight = Promise.promise();
    expected.put(token.hash(), sight, clock.instant().plus(PATIENCE), null);
    return new Expected(token, sight.future());
  }

  /** Takes a visit; false if no node has expected it, or not any more. On any thread. */
  public Future<Boolean> arrived(String token, Sight sight) {
    Optional<String> hash = SecretToken.parse(token).map(SecretToken::hash);
    boolean isOurs = hash.filter(each -> take(each, sight)).isPresent();
    return isOurs || hash.isEmpty() || nodes.isAlone()
        ? Future.succeededFuture(isOurs)
        : nodes
            .askAll(NodeCalls.Subject.VISITS, encode(hash.get(), sight))
            .map(answers -> answers.stream().anyMatch(each -> Arrays.equals(each, YES)));
  }

  private boolean take(String hash, Sight sight) {
    return expected.remove(hash).filter(waiting -> waiting.tryComplete(sight)).isPresent();
  }

  private static byte[] encode(String hash, Sight sight) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeBoolean(sight.secure());
      out.writeBoolean(sight.passedOn());
      out.writeBoolean(sight.speaker());
      out.writeUTF(hash);
      out.writeUTF(sight.host());
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  private Future<byte[]> hear(Node caller, ByteBuffer body) {
    byte[] told = new byte[body.remaining()];
    body.get(told);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(told))) {
      boolean secure = in.readBoolean();
      boolean passedOn = in.readBoolean();
      boolean speaker = in.readBoolean();
      String hash = in.readUTF();
      Sight sight = new Sight(in.readUTF(), secure, passedOn, speaker);
      return Future.succeededFuture(take(hash, sight) ? YES : NO);
    } catch (IOException malformed) {
      return Future.succeededFuture(NO);
    }
  }
}
