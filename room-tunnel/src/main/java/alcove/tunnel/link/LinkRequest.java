package alcove.tunnel.link;

import alcove.identity.FeedId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first record of a link: what one node asks of another.
 *
 * <pre>origin(32) target(32) generation(8) node(1 to 64)</pre>
 *
 * @param origin who opens the tunnel, and is connected to the node that asks
 * @param target who it is to lead to
 * @param generation of the registry by which the asking node has judged
 * @param node the name of the asking node
 */
public record LinkRequest(FeedId origin, FeedId target, long generation, String node) {
  private static final int ID = 32;
  private static final int FIXED = 2 * ID + Long.BYTES;
  private static final int LONGEST_NAME = 64;

  static final int SHORTEST = FIXED + 1;
  static final int LONGEST = FIXED + LONGEST_NAME;

  byte[] encode() {
    byte[] name = node.getBytes(StandardCharsets.UTF_8);
    if (name.length == 0 || name.length > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "node \"" + node + "\" (must be 1 to " + LONGEST_NAME + " bytes)");
    }
    return ByteBuffer.allocate(FIXED + name.length)
        .put(origin.bytes())
        .put(target.bytes())
        .putLong(generation)
        .put(name)
        .array();
  }

  /** Reads a body whose length was looked at. */
  static LinkRequest decode(byte[] body) {
    return new LinkRequest(
        FeedId.of(Arrays.copyOf(body, ID)),
        FeedId.of(Arrays.copyOfRange(body, ID, 2 * ID)),
        ByteBuffer.wrap(body).getLong(2 * ID),
        new String(body, FIXED, body.length - FIXED, StandardCharsets.UTF_8));
  }
}
