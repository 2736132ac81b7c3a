package alcove.app;

import alcove.cluster.ClusterMessage;
import alcove.ops.command.NodeState;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The answer of a node to the question how it is. Immutable.
 *
 * <pre>question(8) peers(4) tunnels(4) generation(8)</pre>
 *
 * <p>A question has its number alone. What stands behind that is passed over.
 */
record NodeFigures(long question, NodeState.Figures figures) {
  private static final int LENGTH = 2 * Long.BYTES + 2 * Integer.BYTES;

  static ClusterMessage question(long number) {
    return new ClusterMessage(
        ClusterMessage.Kind.ASK_FIGURES, ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  /** Reads the number of a question; empty if it is malformed. */
  static Optional<Long> number(byte[] body) {
    return body.length < Long.BYTES
        ? Optional.empty()
        : Optional.of(ByteBuffer.wrap(body).getLong());
  }

  ClusterMessage encode() {
    byte[] body =
        ByteBuffer.allocate(LENGTH)
            .putLong(question)
            .putInt(figures.peers())
            .putInt(figures.tunnels())
            .putLong(figures.generation())
            .array();
    return new ClusterMessage(ClusterMessage.Kind.FIGURES, body);
  }

  /** Reads a body; empty if it is malformed. */
  static Optional<NodeFigures> decode(byte[] body) {
    if (body.length < LENGTH) {
      return Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.wrap(body);
    long question = bytes.getLong();
    return Optional.of(
        new NodeFigures(
            question, new NodeState.Figures(bytes.getInt(), bytes.getInt(), bytes.getLong())));
  }
}
