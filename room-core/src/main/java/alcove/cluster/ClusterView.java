package alcove.cluster;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The nodes that see each other now. Immutable.
 *
 * @param others those that have told who they are, in the order in which they came
 * @param isMerged whether this follows a time in which nodes saw each other as gone: what was told
 *     in it did not reach everybody
 */
public record ClusterView(Node self, List<Node> others, boolean isMerged) {
  public ClusterView {
    others = List.copyOf(others);
  }

  /** A node that sees nobody. */
  public static ClusterView alone(Node self) {
    return new ClusterView(self, List.of(), false);
  }

  /** All of them, this one first. */
  public List<Node> nodes() {
    return Stream.concat(Stream.of(self), others.stream()).toList();
  }

  /** The other node of that id, if it is in sight. */
  public Optional<Node> find(NodeId id) {
    return others.stream().filter(each -> each.id().equals(id)).findFirst();
  }
}
