package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What commands tell of a room whose database went away. */
class StatusWithoutDatabaseTest {
  @TempDir private Path folder;

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("alcove.app.OwnPostgres#servers")
  void status_withoutTheDatabase_tellsWhatIsKnown(OwnPostgres.Starting servers) throws Exception {
    var postgres = servers.start();
    try (var operator = Operator.at(folder.resolve("data"), postgres.jdbc())) {
      try {
        operator.start();
        assertThat(operator.run("status").lines()).contains("invites      0 are open");
      } finally {
        postgres.close();
      }

      assertThat(operator.run("status").lines())
          .contains("mode         community", "invites      not known without the database")
          .contains("last backup  Not known without the database.")
          .contains("This needs you:")
          .anyMatch(line -> line.startsWith("Alcove is running since "))
          .anyMatch(line -> line.contains("failure  database"));
      var json = operator.run("status", "--json").json();
      assertThat(json.path("openInvites").isNull()).isTrue();
      assertThat(json.path("running").asBoolean()).isTrue();
      assertThat(json.path("warnings").valueStream().map(each -> each.path("check").asText()))
          .contains("database");
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("alcove.app.OwnPostgres#servers")
  void cluster_withoutTheDatabase_showsTheNodes(OwnPostgres.Starting servers) throws Exception {
    var postgres = servers.start();
    try (var nodes = new RoomNodes(folder, postgres.jdbc())) {
      try {
        nodes.node("first");
        nodes.node("second");
      } finally {
        postgres.close();
      }

      assertThat(nodes.operator("first").run("cluster").lines())
          .hasSize(4)
          .last()
          .isEqualTo("the database does not answer, so nobody knows whether a node lags");
      var json = nodes.operator("first").run("cluster", "--json").json();
      assertThat(json.path("generation").isNull()).isTrue();
      assertThat(json.path("nodes").valueStream())
          .hasSize(2)
          .allMatch(each -> each.path("answers").asBoolean() && !each.path("lags").asBoolean());
    }
  }
}
