package alcove.cluster.shared;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose turn it is of three nodes, also where they ask at once. */
class NodeTurnsTest {
  private static final String HOST = "room.example";

  private final TestClusters clusters = new TestClusters();
  private final List<TestClusters.Place> places = new ArrayList<>();
  private final List<NodeTurns> turns = new ArrayList<>();

  NodeTurnsTest() {
    for (int i = 0; i < 3; i++) {
      NodeCalls calls = new NodeCalls();
      turns.add(new NodeTurns(calls, NodeCalls.Subject.ORDERS));
      places.add(clusters.join(calls));
    }
  }

  private boolean take(int node) {
    return turns.get(node).take(HOST).result();
  }

  private List<Boolean> takeAtOnce(boolean backwards, int nodes) {
    clusters.hold();
    List<Future<Boolean>> taking =
        turns.stream().limit(nodes).map(each -> each.take(HOST)).toList();
    assertThat(taking).noneMatch(Future::isComplete);
    clusters.release(backwards);
    return taking.stream().map(Future::result).toList();
  }

  @Test
  void turn_isOfOneNode_untilThatGivesItBack() {
    assertThat(take(1)).isTrue();
    assertThat(take(0)).isFalse();
    assertThat(take(2)).isFalse();
    assertThat(turns.get(2).take("ana." + HOST).result()).as("at something else").isTrue();

    turns.get(1).giveBack(HOST);

    assertThat(take(2)).isTrue();
    assertThat(take(0)).isFalse();
  }

  @Test
  void turn_thatAllWantAtOnce_isOfOne_inWhateverOrderTheyHearIt() {
    for (boolean backwards : List.of(false, true)) {
      assertThat(takeAtOnce(backwards, 3)).containsExactly(true, false, false);
      assertThat(take(2)).isFalse();
      turns.get(0).giveBack(HOST);
    }
  }

  @Test
  void turn_thatANodeHasGot_isNotTakenFromItByOneThatComesBeforeIt() {
    assertThat(take(2)).isTrue();

    assertThat(takeAtOnce(true, 2)).containsExactly(false, false);
  }

  @Test
  void nodeThatSaidYes_andAsksThenItself_doesNotGetItAsWell() {
    clusters.hold();
    Future<Boolean> second = turns.get(1).take(HOST);
    clusters.release(false);
    assertThat(second.result()).isTrue();

    assertThat(take(0)).isFalse();
  }

  @Test
  void turn_endsWithItsNode() {
    assertThat(take(0)).isTrue();

    places.get(0).die();

    assertThat(take(2)).isTrue();
  }

  @Test
  void node_thatSeesNoOther_hasAllTurns() {
    NodeTurns alone = new NodeTurns(new NodeCalls(), NodeCalls.Subject.ORDERS);

    assertThat(alone.take(HOST).result()).isTrue();
  }
}
