package alcove.cluster;

import java.util.UUID;

/**
 * A node for as long as its process lives: one that was started again is another.
 *
 * @param value random
 */
public record NodeId(UUID value) {
  /** One that nobody has. */
  public static NodeId random() {
    return new NodeId(UUID.randomUUID());
  }

  @Override
  public String toString() {
    return value.toString();
  }
}
