package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code alcove cluster} where there is none; see {@link NodesInSightTest} for where there is. */
class ClusterCommandTest {
  @TempDir private Path data;

  @Test
  void roomOnOneNode_saysSo() throws Exception {
    try (var operator = Operator.of(data).by(Operator.Way.SERVED)) {
      assertThat(operator.run("cluster").lines())
          .singleElement()
          .asString()
          .startsWith("this room runs on one node");
      assertThat(operator.run("cluster", "--json").json().path("cluster").asBoolean()).isFalse();
    }
  }

  @Test
  void roomThatDoesNotRun_isToldByTheExitCode() throws Exception {
    var operator = Operator.of(data);

    assertThat(operator.run("cluster").code()).isEqualTo(3);
    assertThat(operator.run("cluster", "--json").out()).isEqualTo("{\"running\":false}\n");
  }
}
