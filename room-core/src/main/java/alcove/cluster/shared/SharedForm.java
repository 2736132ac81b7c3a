package alcove.cluster.shared;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The form in which nodes tell each other of values, and what comes of being told.
 *
 * @param <V> a value; what happens to it only ever goes forward, so that being told twice or in
 *     another order changes nothing
 */
public interface SharedForm<V> {
  /** Writes a value as it is now. */
  void write(V value, DataOutput out) throws IOException;

  /**
   * Reads what {@link #write} wrote.
   *
   * @param hash under which it is kept
   * @param origin what limits on where it comes from go by; null if none apply
   * @param end when it is over, by the clock of this node
   * @throws IOException if it is malformed
   */
  V read(String hash, @Nullable String origin, Instant end, DataInput in) throws IOException;

  /** Takes over into {@code known} what has happened to the same value elsewhere. */
  default void absorb(V known, V told) {}

  /** A value of another node is known here from now on. Must be quick, and never wait. */
  default void arrived(V value) {}

  /** A value is not known any more, before its time. Must be quick, and never wait. */
  default void over(V value) {}
}
