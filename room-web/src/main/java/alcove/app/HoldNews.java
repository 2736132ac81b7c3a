package alcove.app;

import alcove.cluster.ClusterMessage;
import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The word of a node on a key that is kept out, or is not any more. Immutable.
 *
 * <pre>key(32) state(1) value(8)</pre>
 *
 * <p>The state is 0 when that node does not hold it any more; 1 when it does, until the value in
 * milliseconds since 1970, or without end where that is 0; and 2 when the registry lets it in by
 * the generation that the value is. With 3 it is as with 1, but it is another node that holds it,
 * whose id (16) follows. What stands behind that is passed over.
 */
sealed interface HoldNews {
  /** Bytes of a key. */
  int KEY = 32;

  /** Bytes of the id of a node. */
  int NODE = 2 * Long.BYTES;

  /** Bytes of the whole, but for such an id. */
  int LENGTH = KEY + 1 + Long.BYTES;

  /** A key is kept out by the sender, until then if that ends by itself. */
  record Held(FeedId id, Optional<Instant> until) implements HoldNews {}

  /** A key is kept out by a node that the sender has heard that of. */
  record HeldElsewhere(NodeId node, FeedId id, Optional<Instant> until) implements HoldNews {}

  /** A key is not kept out by the sender any more. */
  record Lifted(FeedId id) implements HoldNews {}

  /** A key was let in again, by this generation of the registry. */
  record Unblocked(FeedId id, long generation) implements HoldNews {}

  /** It as a message. */
  default ClusterMessage encode() {
    return switch (this) {
      case Lifted(var id) -> message(id, 0, 0);
      case Held(var id, var until) -> message(id, 1, millis(until));
      case HeldElsewhere(var node, var id, var until) ->
          message(
              id,
              3,
              millis(until),
              node.value().getMostSignificantBits(),
              node.value().getLeastSignificantBits());
      case Unblocked(var id, var generation) -> message(id, 2, generation);
    };
  }

  private static long millis(Optional<Instant> until) {
    return until.map(Instant::toEpochMilli).orElse(0L);
  }

  private static ClusterMessage message(FeedId id, int state, long... values) {
    ByteBuffer body = ByteBuffer.allocate(KEY + 1 + Long.BYTES * values.length);
    body.put(id.bytes()).put((byte) state);
    for (long value : values) {
      body.putLong(value);
    }
    return new ClusterMessage(ClusterMessage.Kind.HOLD, body.array());
  }

  private static Optional<Instant> instant(long value) {
    return value == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(value));
  }

  /** Reads a body; empty if it is malformed. */
  static Optional<HoldNews> decode(byte[] body) {
    if (body.length < LENGTH) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(body);
    byte[] key = new byte[KEY];
    bytes.get(key);
    FeedId id = FeedId.of(key);
    byte state = bytes.get();
    long value = bytes.getLong();
    return switch (state) {
      case 0 -> Optional.of(new Lifted(id));
      case 1 -> Optional.of(new Held(id, instant(value)));
      case 2 -> Optional.of(new Unblocked(id, value));
      case 3 ->
          bytes.remaining() < NODE
              ? Optional.empty()
              : Optional.of(
                  new HeldElsewhere(
                      new NodeId(new UUID(bytes.getLong(), bytes.getLong())), id, instant(value)));
      default -> Optional.empty();
    };
  }
}
