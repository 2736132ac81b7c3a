package alcove.app;

import alcove.cluster.ClusterMessage;
import alcove.cluster.NodeId;
import alcove.identity.FeedId;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * The word of a node on a key that is kept out, or is not any more. Immutable. A message has one or
 * more of them.
 *
 * <pre>state(1) key(32) values(8 each)
 * 0: the sender does not hold it any more
 * 1 until age: the sender holds it, until then, in milliseconds since 1970, or without end where
 *   that is 0; for so many milliseconds
 * 2 generation: the registry lets it in by this one
 * 3 until age node(16): as 1, but it is that node that holds it
 * 4 age: somebody let it in, so many milliseconds ago</pre>
 *
 * <p>What is cut, or of another state, is passed over with all that stands behind it.
 */
sealed interface HoldNews {
  /** Bytes of a key. */
  int KEY = 32;

  /** Bytes of the longest. */
  int LONGEST = 1 + KEY + 4 * Long.BYTES;

  /** How many go into one message. */
  int MOST = ClusterMessage.LONGEST / LONGEST;

  /** A key is kept out by the sender, until then if that ends by itself. */
  record Held(FeedId id, Optional<Instant> until, Duration age) implements HoldNews {}

  /** A key is kept out by a node that the sender has heard that of. */
  record HeldElsewhere(NodeId node, FeedId id, Optional<Instant> until, Duration age)
      implements HoldNews {}

  /** A key is not kept out by the sender any more. */
  record Lifted(FeedId id) implements HoldNews {}

  /** A key was let in just now, by this generation of the registry. */
  record Unblocked(FeedId id, long generation) implements HoldNews {}

  /** A key was let in some time ago. */
  record LetIn(FeedId id, Duration age) implements HoldNews {}

  /** These as messages, as few as can be. */
  static List<ClusterMessage> encode(List<HoldNews> all) {
    List<ClusterMessage> messages = new ArrayList<>();
    for (int first = 0; first < all.size(); first += MOST) {
      List<HoldNews> some = all.subList(first, Math.min(all.size(), first + MOST));
      ByteBuffer body = ByteBuffer.allocate(some.size() * LONGEST);
      some.forEach(each -> each.put(body));
      byte[] whole = new byte[body.flip().remaining()];
      body.get(whole);
      messages.add(new ClusterMessage(ClusterMessage.Kind.HOLD, whole));
    }
    return messages;
  }

  /** It as a message. */
  default ClusterMessage encode() {
    return encode(List.of(this)).getFirst();
  }

  private void put(ByteBuffer body) {
    switch (this) {
      case Lifted(var id) -> put(body, 0, id);
      case Held(var id, var until, var age) -> put(body, 1, id, millis(until), age.toMillis());
      case Unblocked(var id, var generation) -> put(body, 2, id, generation);
      case HeldElsewhere(var node, var id, var until, var age) ->
          put(
              body,
              3,
              id,
              millis(until),
              age.toMillis(),
              node.value().getMostSignificantBits(),
              node.value().getLeastSignificantBits());
      case LetIn(var id, var age) -> put(body, 4, id, age.toMillis());
    }
  }

  private static void put(ByteBuffer body, int state, FeedId id, long... values) {
    body.put((byte) state).put(id.bytes());
    for (long value : values) {
      body.putLong(value);
    }
  }

  private static long millis(Optional<Instant> until) {
    return until.map(Instant::toEpochMilli).orElse(0L);
  }

  private static Optional<Instant> until(ByteBuffer body) {
    long value = body.getLong();
    return value == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(value));
  }

  /** Not in the future, and no longer than any node runs. */
  private static Duration age(ByteBuffer body) {
    return Duration.ofMillis(Math.clamp(body.getLong(), 0, Duration.ofDays(36_500).toMillis()));
  }

  /** Reads a body. */
  static List<HoldNews> decode(byte[] body) {
    List<HoldNews> all = new ArrayList<>();
    ByteBuffer rest = ByteBuffer.wrap(body);
    while (rest.remaining() > KEY) {
      Optional<HoldNews> next = next(rest);
      if (next.isEmpty()) {
        break;
      }
      all.add(next.get());
    }
    return all;
  }

  private static Optional<HoldNews> next(ByteBuffer rest) {
    byte state = rest.get();
    byte[] key = new byte[KEY];
    rest.get(key);
    FeedId id = FeedId.of(key);
    int values =
        switch (state) {
          case 0 -> 0;
          case 1 -> 2;
          case 2, 4 -> 1;
          case 3 -> 4;
          default -> Integer.MAX_VALUE;
        };
    if (rest.remaining() / Long.BYTES < values) {
      return Optional.empty();
    }
    return Optional.of(
        switch (state) {
          case 0 -> new Lifted(id);
          case 1 -> new Held(id, until(rest), age(rest));
          case 2 -> new Unblocked(id, rest.getLong());
          case 3 -> elsewhere(id, until(rest), age(rest), rest);
          default -> new LetIn(id, age(rest));
        });
  }

  private static HoldNews elsewhere(
      FeedId id, Optional<Instant> until, Duration age, ByteBuffer rest) {
    NodeId node = new NodeId(new UUID(rest.getLong(), rest.getLong()));
    return new HeldElsewhere(node, id, until, age);
  }
}
