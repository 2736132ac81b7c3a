package alcove.store.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import alcove.identity.HostAndPort;
import alcove.room.model.StorageException;
import alcove.store.DatabaseUrl;
import alcove.store.TestDatabases;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nodes that find each other by their sessions on PostgreSQL. */
class NodeSessionsTest {
  private static final HostAndPort ONE = new HostAndPort("10.0.0.1", 7800);
  private static final HostAndPort TWO = new HostAndPort("2001:db8:0:0:0:0:0:2", 7800);

  private final List<NodeSessions> open = new ArrayList<>();

  static Stream<DatabaseUrl.PostgreSql> servers() {
    return TestDatabases.all()
        .map(each -> each.getPayload().get())
        .filter(DatabaseUrl.PostgreSql.class::isInstance)
        .map(DatabaseUrl.PostgreSql.class::cast);
  }

  @AfterEach
  void close() {
    open.forEach(NodeSessions::close);
  }

  private NodeSessions directory(DatabaseUrl.PostgreSql url) {
    NodeSessions directory = new NodeSessions(url);
    open.add(directory);
    return directory;
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("servers")
  void nodes_findEachOtherAndNotThemselves(DatabaseUrl.PostgreSql url) {
    NodeSessions one = directory(url);
    NodeSessions two = directory(url);

    assertThat(one.meet(ONE)).isEmpty();
    assertThat(two.meet(TWO)).containsExactly(ONE);
    assertThat(one.meet(ONE)).containsExactly(TWO);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("servers")
  void node_thatIsGone_isNotFound(DatabaseUrl.PostgreSql url) {
    NodeSessions one = directory(url);
    NodeSessions two = directory(url);
    one.meet(ONE);
    two.meet(TWO);

    one.close();

    await().until(() -> two.meet(TWO), Set::isEmpty);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("servers")
  void rooms_inSchemasOfOneDatabase_doNotMeet(DatabaseUrl.PostgreSql url) {
    DatabaseUrl.PostgreSql other = servers().findFirst().orElseThrow();
    directory(url).meet(ONE);

    assertThat(directory(other).meet(TWO)).isEmpty();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("servers")
  void session_thatWasEnded_isToldOnce_andBegunAgain(DatabaseUrl.PostgreSql url)
      throws SQLException {
    NodeSessions one = directory(url);
    NodeSessions two = directory(url);
    one.meet(ONE);
    two.meet(TWO);

    endSessionsNamed(url, "%10.0.0.1:7800");

    assertThatThrownBy(() -> one.meet(ONE)).isInstanceOf(StorageException.class);
    assertThat(one.meet(ONE)).containsExactly(TWO);
    assertThat(two.meet(TWO)).containsExactly(ONE);
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("servers")
  void address_thatIsTooLong_isRefused(DatabaseUrl.PostgreSql url) {
    HostAndPort longest = new HostAndPort("a".repeat(43), 7800);

    assertThatThrownBy(() -> directory(url).meet(longest))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("name an IP address");
  }

  private static void endSessionsNamed(DatabaseUrl.PostgreSql url, String pattern)
      throws SQLException {
    try (var connection = DriverManager.getConnection(url.jdbc());
        var statement =
            connection.prepareStatement(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND application_name LIKE ?")) {
      statement.setString(1, pattern);
      statement.execute();
    }
  }
}
