package alcove.cluster.shared;

import alcove.cluster.Node;
import alcove.cluster.NodeId;
import io.vertx.core.Future;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The nodes that decide where two of them might: the one with the smallest id, which all that see
 * the same nodes name alike, and those after it where it does not answer. One that is slow, or
 * frozen and still in sight, keeps nobody from deciding.
 */
public final class Arbiters {
  /** How many are asked that do not answer; then whoever asks decides by what it knows. */
  private static final int TRIES = 2;

  private Arbiters() {}

  /**
   * Asks the node that decides.
   *
   * @return its answer; empty if that is this one, as far as anybody can say; never fails. On any
   *     thread
   */
  public static Future<Optional<byte[]>> ask(
      NodeCalls nodes, NodeCalls.Subject subject, byte[] body) {
    return ask(nodes, subject, body, before(nodes));
  }

  private static Future<Optional<byte[]>> ask(
      NodeCalls nodes, NodeCalls.Subject subject, byte[] body, List<NodeId> those) {
    if (those.isEmpty()) {
      return Future.succeededFuture(Optional.empty());
    }
    return nodes
        .call(those.getFirst(), subject, body)
        .map(Optional::of)
        .recover(_ -> ask(nodes, subject, body, those.subList(1, those.size())));
  }

  /** Those that decide rather than this one, so many at most. */
  private static List<NodeId> before(NodeCalls nodes) {
    return nodes
        .self()
        .map(
            self ->
                nodes.others().stream()
                    .map(Node::id)
                    .filter(each -> each.value().compareTo(self.value()) < 0)
                    .sorted(Comparator.comparing(NodeId::value))
                    .limit(TRIES)
                    .toList())
        .orElse(List.of());
  }
}
