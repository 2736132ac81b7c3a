package alcove.store.nodes;

import alcove.cluster.NodeDirectory;
import alcove.identity.HostAndPort;
import alcove.identity.MalformedException;
import alcove.room.model.StorageException;
import alcove.store.DatabaseUrl;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The directory of nodes that a PostgreSQL server keeps anyway: its list of sessions. Each node has
 * one whose name is {@code alcove SCHEMA HOST:PORT}, and goes from the list when its process ends.
 * Nothing is written, so there is no table that a backup, a restore or a migration would meet.
 *
 * <p>The name belongs to a transaction that stays open, so that a pooler between the two gives the
 * session to nobody else. Who may read other sessions' names are sessions of the same user.
 * Confined to one thread.
 */
public final class NodeSessions implements NodeDirectory {
  private static final Logger LOG = LoggerFactory.getLogger(NodeSessions.class);
  private static final int SECONDS_TO_ANSWER = 10;

  /** No longer, so that it is tried anew soon after the network is back. */
  private static final int SECONDS_TO_CONNECT = 2;

  /** What PostgreSQL keeps of a session's name. */
  private static final int LONGEST_NAME = 63;

  /** The transaction is to last, and end within half a minute when this machine is gone. */
  private static final String PREPARE =
      "SELECT set_config(name, CASE name WHEN 'tcp_keepalives_idle' THEN '10'"
          + " WHEN 'tcp_keepalives_interval' THEN '5' WHEN 'tcp_keepalives_count' THEN '4'"
          + " ELSE '0' END, true) FROM pg_settings WHERE name IN ('tcp_keepalives_idle',"
          + " 'tcp_keepalives_interval', 'tcp_keepalives_count', 'transaction_timeout',"
          + " 'idle_in_transaction_session_timeout')";

  private static final String PREFIX =
      "SELECT 'alcove ' || lpad(to_hex(hashtext(current_schema)), 8, '0') || ' '";

  private static final String OTHERS =
      "SELECT application_name FROM pg_stat_activity WHERE datname = current_database()"
          + " AND usename = current_user AND pid <> pg_backend_pid()"
          + " AND starts_with(application_name, ?)";

  private final DatabaseUrl.PostgreSql url;
  private @Nullable Session session;

  /** A directory on the server of {@code url}; connects when it is first used. */
  public NodeSessions(DatabaseUrl.PostgreSql url) {
    this.url = url;
  }

  @Override
  public Set<HostAndPort> meet(HostAndPort own) {
    try {
      Session current = session;
      if (current == null) {
        current = Session.open(url, own);
        session = current;
      }
      return current.others();
    } catch (SQLException e) {
      close();
      throw new StorageException("the list of nodes: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
      session = null;
    }
  }

  /** The session that stands for this node. */
  private record Session(Connection connection, String prefix) {
    static Session open(DatabaseUrl.PostgreSql url, HostAndPort own) throws SQLException {
      Connection connection = source(url).getConnection();
      try {
        connection.setAutoCommit(false);
        Session session = new Session(connection, text(connection, PREFIX));
        text(connection, PREPARE);
        session.call(own);
        return session;
      } catch (SQLException | RuntimeException e) {
        connection.close();
        throw e;
      }
    }

    private static PGSimpleDataSource source(DatabaseUrl.PostgreSql url) {
      PGSimpleDataSource source = new PGSimpleDataSource();
      source.setUrl(url.jdbc());
      source.setSocketTimeout(SECONDS_TO_ANSWER);
      source.setConnectTimeout(SECONDS_TO_CONNECT);
      source.setTcpKeepAlive(true);
      source.setPrepareThreshold(0);
      return source;
    }

    private static String text(Connection connection, String query) throws SQLException {
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(query)) {
        return row.next() ? row.getString(1) : "";
      }
    }

    private void call(HostAndPort own) throws SQLException {
      String name = prefix + own;
      if (name.length() > LONGEST_NAME) {
        throw new IllegalArgumentException(
            "%s is too long to be told to other nodes: name an IP address".formatted(own));
      }
      try (PreparedStatement statement =
          connection.prepareStatement("SELECT set_config('application_name', ?, true)")) {
        statement.setString(1, name);
        statement.execute();
      }
    }

    private Set<HostAndPort> others() throws SQLException {
      text(connection, "SELECT pg_stat_clear_snapshot()::text");
      try (PreparedStatement statement = connection.prepareStatement(OTHERS)) {
        statement.setString(1, prefix);
        Set<HostAndPort> others = new LinkedHashSet<>();
        try (ResultSet rows = statement.executeQuery()) {
          while (rows.next()) {
            place(rows.getString(1)).ifPresent(others::add);
          }
        }
        return others;
      }
    }

    private Optional<HostAndPort> place(String name) {
      try {
        return Optional.of(HostAndPort.parse(name.substring(prefix.length())));
      } catch (MalformedException nobodyOfUs) {
        return Optional.empty();
      }
    }

    private void close() {
      try {
        connection.close();
      } catch (SQLException e) {
        LOG.debug("cannot close a session", e);
      }
    }
  }
}
