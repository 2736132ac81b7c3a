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
import org.jspecify.annotations.Nullable;

/**
 * A value as one node tells another of it.
 *
 * <pre>hash(64) left(8) taken(1) origin(2+n) body</pre>
 *
 * @param end when it is over, by the clock of this node
 */
record ToldValue<V>(String hash, V value, Instant end, @Nullable String origin, boolean taken) {
  private static final int HASH = 64;

  /** The bytes of it, with as much time as is left for it. */
  byte[] encode(SharedForm<V> form, Duration left) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.write(hash.getBytes(StandardCharsets.ISO_8859_1));
      out.writeLong(left.toMillis());
      out.writeBoolean(taken);
      out.writeUTF(origin == null ? "" : origin);
      form.write(value, out);
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
  static <V> ToldValue<V> decode(
      byte[] told, SharedForm<V> form, Duration longest, InstantSource clock) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(told));
    String hash = new String(in.readNBytes(HASH), StandardCharsets.ISO_8859_1);
    Duration left = Duration.ofMillis(Math.clamp(in.readLong(), 0, longest.toMillis()));
    boolean taken = in.readBoolean();
    String named = in.readUTF();
    @Nullable String origin = named.isEmpty() ? null : named;
    Instant end = clock.instant().plus(left);
    return new ToldValue<>(hash, form.read(hash, origin, end, in), end, origin, taken);
  }
}
