package alcove.tunnel;

import alcove.cluster.Node;
import alcove.cluster.shared.NodeCalls;
import alcove.crypto.Crypto;
import alcove.identity.FeedId;
import alcove.limits.ExpiringPlaces;
import io.vertx.core.Future;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Pairs of keys that the program itself has made up, to try whether peers can meet: they may come
 * in and lead to one another, whatever the room's mode, and nothing more than strangers besides.
 * They may come to any node of the room; those of another node are forgotten after a minute by
 * themselves. Thread-safe.
 *
 * <pre>lasts(1) one(32) other(32)</pre>
 */
final class Introductions {
  private static final Duration LIFE = Duration.ofMinutes(1);
  private static final int MOST = 64;
  private static final byte[] NOTHING = {};

  private final NodeCalls nodes;
  private final InstantSource clock;
  private final Map<FeedId, FeedId> pairs = new ConcurrentHashMap<>();
  private final ExpiringPlaces<FeedId> ofOthers;

  Introductions(NodeCalls nodes, LongSupplier nanoTime) {
    this.nodes = nodes;
    this.clock = () -> Instant.EPOCH.plusNanos(nanoTime.getAsLong());
    this.ofOthers = new ExpiringPlaces<>(MOST, clock);
    nodes.answer(NodeCalls.Subject.INTRODUCTIONS, this::hear);
  }

  /** Lets the two in until what this returns is closed. */
  Introduction add(FeedId one, FeedId other) {
    pairs.put(one, other);
    pairs.put(other, one);
    return new Introduction(tell(true, one, other), () -> remove(one, other));
  }

  private void remove(FeedId one, FeedId other) {
    pairs.remove(one, other);
    pairs.remove(other, one);
    tell(false, one, other);
  }

  private Future<Void> tell(boolean lasts, FeedId one, FeedId other) {
    if (nodes.isAlone()) {
      return Future.succeededFuture();
    }
    ByteBuffer body = ByteBuffer.allocate(1 + 2 * Crypto.KEY).put((byte) (lasts ? 1 : 0));
    return nodes.tellAll(
        NodeCalls.Subject.INTRODUCTIONS, body.put(one.bytes()).put(other.bytes()).array());
  }

  private Future<byte[]> hear(Node caller, ByteBuffer body) {
    if (body.remaining() >= 1 + 2 * Crypto.KEY) {
      boolean lasts = body.get() != 0;
      FeedId one = key(body);
      FeedId other = key(body);
      if (lasts) {
        Instant end = clock.instant().plus(LIFE);
        ofOthers.put(one.toString(), other, end, null);
        ofOthers.put(other.toString(), one, end, null);
      } else {
        ofOthers.remove(one.toString());
        ofOthers.remove(other.toString());
      }
    }
    return Future.succeededFuture(NOTHING);
  }

  private static FeedId key(ByteBuffer body) {
    byte[] key = new byte[Crypto.KEY];
    body.get(key);
    return FeedId.of(key);
  }

  /** Whether this is one of such a pair. */
  boolean knows(FeedId peer) {
    return pairs.containsKey(peer) || ofOthers.find(peer.toString()).isPresent();
  }

  /** Whether the two are such a pair. */
  boolean joins(FeedId origin, FeedId target) {
    FeedId partner = pairs.get(origin);
    return (partner != null && partner.equals(target))
        || ofOthers.find(origin.toString()).filter(target::equals).isPresent();
  }
}
