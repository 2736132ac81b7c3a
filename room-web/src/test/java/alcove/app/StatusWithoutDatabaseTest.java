package alcove.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code alcove status} of a room whose database went away. */
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
}
