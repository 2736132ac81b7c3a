package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A room of one server pays nothing for those of several. */
class UnsharedRegistryTest {
  @ParameterizedTest
  @MethodSource("alcove.store.TestDatabases#all")
  void registry_thatOneHasAlone_isFollowedByNobody(Supplier<DatabaseUrl> databases) {
    try (Database database = Database.open(databases.get())) {
      assertThat(followers()).isEmpty();
      assertThat(database.interruptions()).isZero();
    }
  }

  /** Nobody can share one in a file or in memory, whatever was asked for. */
  @Test
  void registryOfH2_isFollowedByNobody() {
    try (Database _ =
        Database.open(
            TestDatabases.h2(),
            Optional.empty(),
            Migrations.OWN,
            Database.Lock.SHARED,
            System::nanoTime)) {
      assertThat(followers()).isEmpty();
    }
  }

  private static List<String> followers() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.contains("follower"))
        .toList();
  }

  @Test
  void change_inH2_takesNoStatementMore() throws Exception {
    DatabaseUrl url = TestDatabases.h2();
    try (Database database = Database.open(url)) {
      try (var connection = Drivers.source(url).getConnection();
          var statement = connection.createStatement()) {
        statement.execute("SET QUERY_STATISTICS TRUE");
        database.write(tables -> tables.generation());

        assertThat(statements(connection))
            .containsExactlyInAnyOrder(
                "SELECT changes FROM change_count FOR UPDATE",
                "SELECT changes FROM change_count",
                "UPDATE change_count SET changes = changes + 1",
                "COMMIT",
                "CHECKPOINT SYNC");
      }
    }
  }

  private static List<String> statements(Connection connection) throws SQLException {
    List<String> all = new ArrayList<>();
    try (var statement = connection.createStatement();
        var row =
            statement.executeQuery(
                "SELECT sql_statement FROM information_schema.query_statistics"
                    + " WHERE sql_statement LIKE '%change_count%'"
                    + " OR sql_statement NOT LIKE 'S%'")) {
      while (row.next()) {
        all.add(row.getString(1));
      }
    }
    return all;
  }
}
