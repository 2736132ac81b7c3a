package alcove.ops.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.health.Check;
import alcove.health.Diagnosis;
import alcove.health.Finding;
import alcove.health.NodeReport;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodesCheckTest {
  private static final Set<String> BOTH = Set.of("1", "2");

  private static NodeReport node(
      String name, int millisOff, long generation, Set<String> sees, String... unreached) {
    return new NodeReport(
        name,
        Optional.of(
            new NodeReport.Said(
                Duration.ofMillis(millisOff),
                generation,
                sees,
                List.of(unreached),
                Map.of("--domain", "room.example"))));
  }

  private static Finding judge(NodeReport second) {
    return NodesCheck.judge(Optional.of(List.of(node("one", 0, 7, BOTH), second)), 7);
  }

  private static Finding found(Diagnosis diagnosis, Object... values) {
    return Finding.of(Check.NODES, diagnosis, values);
  }

  @Test
  void oneNode_isNoneOfSeveral() {
    assertThat(NodesCheck.judge(Optional.empty(), 7)).isEqualTo(found(Diagnosis.NODES_NONE));
    assertThat(NodesCheck.judge(Optional.of(List.of(node("one", 0, 7, BOTH))), 7))
        .isEqualTo(found(Diagnosis.NODES_ALONE));
  }

  private static NodeReport withSettings(Map<String, String> settings) {
    return new NodeReport(
        "two", Optional.of(new NodeReport.Said(Duration.ZERO, 7, BOTH, List.of(), settings)));
  }

  @Test
  void node_withAnotherSetting_isNamed_butNotOneThatSaysNothingOfIt() {
    assertThat(judge(withSettings(Map.of("--domain", "other.example"))))
        .isEqualTo(found(Diagnosis.NODES_DIFFER, "two", "--domain"));
    assertThat(judge(withSettings(Map.of()))).isEqualTo(found(Diagnosis.NODES_AGREE, 2));
    assertThat(judge(withSettings(Map.of("--advertise", "room.example:8008"))))
        .isEqualTo(found(Diagnosis.NODES_AGREE, 2));
  }

  @Test
  void nodes_agree_alsoWhereOneIsAhead_andClocksAreTwoSecondsApart() {
    assertThat(judge(node("two", 2000, 8, BOTH))).isEqualTo(found(Diagnosis.NODES_AGREE, 2));
  }

  @Test
  void node_thatDiffersInAnyWay_isNamed() {
    assertThat(judge(new NodeReport("two", Optional.empty())))
        .isEqualTo(found(Diagnosis.NODES_SILENT, "two"));
    assertThat(judge(node("two", 0, 7, Set.of("2"))))
        .isEqualTo(found(Diagnosis.NODES_SPLIT, "two"));
    assertThat(judge(node("two", 0, 7, BOTH, "one")))
        .isEqualTo(found(Diagnosis.NODES_UNLINKED, "two", "one"));
    assertThat(judge(node("two", 3001, 7, BOTH)))
        .isEqualTo(found(Diagnosis.NODES_CLOCK, "two", 3L));
    assertThat(judge(node("two", 0, 6, BOTH))).isEqualTo(found(Diagnosis.NODES_LAG, "two"));
  }

  @Test
  void node_thatHasCaughtUpWhenItIsAskedAgain_doesNotLag() throws Exception {
    var answers =
        List.of(
                Optional.of(List.of(node("one", 0, 7, BOTH), node("two", 0, 6, BOTH))),
                Optional.of(List.of(node("one", 0, 7, BOTH), node("two", 0, 7, BOTH))))
            .iterator();

    assertThat(NodesCheck.look(answers::next, 7)).isEqualTo(found(Diagnosis.NODES_AGREE, 2));
  }
}
