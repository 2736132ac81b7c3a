package alcove.cluster;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The nodes that see each other now. Immutable.
 *
 * @param others those that have told who they are, in the order in which they came
 * @param metAnew those of them that have seen this node as gone meanwhile: what they were told
 *     before may have been lost, and they can hear it now
 */
public record ClusterView(Node self, List<Node> others, Set<NodeId> metAnew) {
  public ClusterView {
    others = List.copyOf(others);
    metAnew = Set.copyOf(metAnew);
  }

  /** One in which all have seen this node as gone, or none has. */
  public ClusterView(Node self, List<Node> others, boolean isMerged) {
    this(
        self,
        others,
        isMerged ? others.stream().map(Node::id).collect(Collectors.toSet()) : Set.of());
  }

  /** A node that sees nobody. */
  public static ClusterView alone(Node self) {
    return new ClusterView(self, List.of(), false);
  }

  /** All of them, this one first. */
  public List<Node> nodes() {
    return Stream.concat(Stream.of(self), others.stream()).toList();
  }

  /** Whether a node that was in sight before is to be told all once more. */
  public boolean isMetAnew(NodeId node) {
    return metAnew.contains(node);
  }

  /** The other node of that id, if it is in sight. */
  public Optional<Node> find(NodeId id) {
    return others.stream().filter(each -> each.id().equals(id)).findFirst();
  }
}
