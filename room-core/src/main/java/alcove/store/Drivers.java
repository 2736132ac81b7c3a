package alcove.store;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections straight from the driver, without the search for drivers that costs a start time. */
final class Drivers {
  /** The kind of a transaction that sees the database as it is now for as long as it is open. */
  static final String SNAPSHOT = "ISOLATION LEVEL REPEATABLE READ READ ONLY";

  /** The kind of one that writes. */
  static final String WRITING = "READ WRITE";

  private static final int MINUTES_TO_SORT = 10;

  /** Not all servers know each of these. */
  private static final String PATIENCE =
      "SELECT set_config(name, '0', true) FROM pg_settings WHERE name IN ('statement_timeout',"
          + " 'transaction_timeout', 'idle_in_transaction_session_timeout')";

  private Drivers() {}

  static DataSource source(DatabaseUrl url) {
    return switch (url) {
      case DatabaseUrl.PostgreSql server -> postgres(server);
      case DatabaseUrl.H2File file -> source(file.jdbc());
      case DatabaseUrl.H2Memory memory -> source(memory.jdbc());
    };
  }

  /** H2 with further words in the URL. */
  static DataSource source(String h2) {
    JdbcDataSource source = new JdbcDataSource();
    source.setUrl(h2);
    source.setUser("sa");
    source.setPassword("");
    return source;
  }

  /** Begins a transaction of a kind on a server, which takes its time. */
  static void beginPatiently(Connection connection, String kind) throws SQLException {
    connection.setNetworkTimeout(Runnable::run, MINUTES_TO_SORT * 60_000);
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      // not by setTransactionIsolation, which a pooler would let others have
      statement.execute("SET TRANSACTION " + kind);
      statement.execute(PATIENCE);
    }
  }

  /** A server that is gone without a word shall not hold a thread for ever. */
  private static DataSource postgres(DatabaseUrl.PostgreSql server) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(server.jdbc());
    if (source.getSocketTimeout() == 0) {
      source.setSocketTimeout(30);
    }
    source.setTcpKeepAlive(true);
    if (!server.jdbc().contains("prepareThreshold=")) {
      // statements that stay on a connection are lost behind a pooler; ours are not that frequent
      source.setPrepareThreshold(0);
    }
    if (!server.jdbc().contains("ApplicationName=")) {
      source.setApplicationName("Alcove");
    }
    return source;
  }
}
