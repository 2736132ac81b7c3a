package alcove.tunnel.jgroups;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.cluster.ClusterView;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.identity.HostAndPort;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the log says of nodes that come and go. */
class SightInWordsTest {
  private final Node one = node("10.0.0.1:7800");
  private final Node two = node("10.0.0.2:7800");
  private final Node three = node("10.0.0.3:7800");

  private static Node node(String name) {
    return new Node(NodeId.random(), name, new HostAndPort("10.0.0.9", 7801), "1", Instant.EPOCH);
  }

  private String words(List<Node> now, List<Node> before) {
    return NodesInSight.inWords(new ClusterView(one, now, Set.of()), before);
  }

  @Test
  void node_isMarked_andSoIsWhoCameAndWent() {
    assertThat(words(List.of(), List.of())).isEqualTo("10.0.0.1:7800 (this one)");
    assertThat(words(List.of(two), List.of()))
        .isEqualTo("10.0.0.1:7800 (this one), 10.0.0.2:7800; came: 10.0.0.2:7800");
    assertThat(words(List.of(three), List.of(two)))
        .isEqualTo(
            "10.0.0.1:7800 (this one), 10.0.0.3:7800; came: 10.0.0.3:7800; gone: 10.0.0.2:7800");
  }

  /** One that was started again is another. */
  @Test
  void node_thatIsThereAnew_cameAndWent() {
    assertThat(words(List.of(node(two.name())), List.of(two)))
        .endsWith("; came: 10.0.0.2:7800; gone: 10.0.0.2:7800");
  }
}
