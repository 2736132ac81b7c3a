package alcove.ops.bench;

import alcove.identity.FeedId;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The attendants by number, found in JSON by the first characters of their ids, so that reading
 * millions of events costs the load generator little. Thread-safe.
 */
final class IdIndex {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final int PREFIX = Long.BYTES;

  private final Map<Long, Integer> numbers;
  private int next;

  /** A roll with room for {@code most}. */
  IdIndex(int most) {
    numbers = new ConcurrentHashMap<>(2 * most);
  }

  /** Gives {@code id} the next number. */
  void add(FeedId id) {
    byte[] text = id.toString().getBytes(StandardCharsets.US_ASCII);
    numbers.put((long) LONG.get(text, 1), next++);
  }

  /** The number of the id whose {@code @} is at {@code at} in {@code json}; -1 for strangers. */
  int number(byte[] json, int at) {
    return at + 1 + PREFIX > json.length
        ? -1
        : numbers.getOrDefault((long) LONG.get(json, at + 1), -1);
  }
}
