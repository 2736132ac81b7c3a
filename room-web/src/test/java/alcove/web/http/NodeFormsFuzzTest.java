package alcove.web.http;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.address.PublicAddress;
import alcove.cluster.ClusterMessage;
import alcove.cluster.Node;
import alcove.cluster.NodeId;
import alcove.cluster.shared.NodeCalls;
import alcove.fuzz.FuzzTarget;
import alcove.health.SelfVisits;
import alcove.identity.HostAndPort;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** Any bytes as another node's call about forms and visits: nothing is thrown into its thread. */
class NodeFormsFuzzTest extends FuzzTarget {
  private static final Node OTHER =
      new Node(
          new NodeId(new UUID(1, 2)),
          "other",
          new HostAndPort("other.example", 8009),
          "1.0",
          Instant.EPOCH);

  @Override
  protected void test(byte[] input) {
    var nodes = new NodeCalls();
    new KeptForms(new Cookies(NodeFormsFuzzTest::nowhere), nodes, () -> Instant.EPOCH);
    new FormTurns(nodes, () -> Instant.EPOCH, Duration.ofMinutes(5), _ -> Optional.empty());
    new SelfVisits(() -> 0, nodes);
    nodes.received(OTHER, new ClusterMessage(ClusterMessage.Kind.CALL, input));
    FormAnswer.decode(input)
        .onSuccess(answer -> answer.ifPresent(known -> assertThat(known.encode()).isNotEmpty()));
  }

  private static PublicAddress nowhere() {
    throw new AssertionError("nobody visits");
  }
}
