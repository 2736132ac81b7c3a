package alcove.cluster.shared;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One place of {@link SharedPlaces}: a value, or the mark that it was taken out, by which nothing
 * of the value is kept or told any more. Thread-safe.
 *
 * <pre>hash(64) left(8) taken(1) origin(2+n), and the value if it is there</pre>
 *
 * @param <V> what is kept
 */
final class SharedPlace<V> {
  private static final int HASH = 64;

  private final String hash;
  private final Instant end;
  private final @Nullable String origin;
  private @Nullable V value;

  /**
   * A place, taken if there is no value.
   *
   * @param end when it is over, by the clock of this node
   */
  SharedPlace(String hash, @Nullable V value, Instant end, @Nullable String origin) {
    this.hash = hash;
    this.value = value;
    this.end = end;
    this.origin = origin;
  }

  String hash() {
    return hash;
  }

  Instant end() {
    return end;
  }

  @Nullable String origin() {
    return origin;
  }

  /** The value, until it is taken out. */
  synchronized Optional<V> value() {
    return Optional.ofNullable(value);
  }

  /** The value, which is taken out by that; empty if it was before. */
  synchronized Optional<V> take() {
    Optional<V> taken = value();
    value = null;
    return taken;
  }

  /** How it is now, with as much time as is left for it. */
  byte[] encode(SharedForm<V> form, Duration left) {
    Optional<V> there = value();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(hash.getBytes(StandardCharsets.ISO_8859_1));
      out.writeLong(left.toMillis());
      out.writeBoolean(there.isEmpty());
      out.writeUTF(origin == null ? "" : origin);
      if (there.isPresent()) {
        form.write(there.get(), out);
      }
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return bytes.toByteArray();
  }

  /**
   * Reads what another node told.
   *
   * @param longest no time that is left is longer
   * @throws IOException if it is malformed
   */
  static <V> SharedPlace<V> decode(
      byte[] told, SharedForm<V> form, Duration longest, InstantSource clock) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(told));
    String hash = new String(in.readNBytes(HASH), StandardCharsets.ISO_8859_1);
    Duration left = Duration.ofMillis(Math.clamp(in.readLong(), 0, longest.toMillis()));
    boolean taken = in.readBoolean();
    String named = in.readUTF();
    @Nullable String origin = named.isEmpty() ? null : named;
    Instant end = clock.instant().plus(left);
    return new SharedPlace<>(hash, taken ? null : form.read(hash, origin, end, in), end, origin);
  }
}
