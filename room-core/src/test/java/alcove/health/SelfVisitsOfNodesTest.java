package alcove.health;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.cluster.shared.NodeCalls;
import alcove.cluster.shared.TestClusters;
import alcove.room.model.SecretToken;
import org.junit.jupiter.api.Test;

/** Visits that a balancer leads to another node than the one that pays them. */
class SelfVisitsOfNodesTest {
  private static final SelfVisits.Sight SIGHT =
      new SelfVisits.Sight("room.example", true, false, true);

  private final TestClusters clusters = new TestClusters();
  private final SelfVisits here = node();
  private final SelfVisits there = node();

  private SelfVisits node() {
    NodeCalls calls = new NodeCalls();
    clusters.join(calls);
    return new SelfVisits(System::nanoTime, calls);
  }

  @Test
  void visit_thatComesToAnotherNode_isSeenByTheOneThatPaysIt_once() {
    SelfVisits.Expected expected = here.expect();

    assertThat(there.arrived(expected.token().text(), SIGHT).result()).isTrue();

    assertThat(expected.sight().result()).isEqualTo(SIGHT);
    assertThat(there.arrived(expected.token().text(), SIGHT).result()).isFalse();
    assertThat(here.arrived(expected.token().text(), SIGHT).result()).isFalse();
  }

  @Test
  void visit_thatNobodyExpects_isNone() {
    here.expect();

    assertThat(there.arrived(SecretToken.create().text(), SIGHT).result()).isFalse();
    assertThat(there.arrived("x", SIGHT).result()).isFalse();
  }
}
