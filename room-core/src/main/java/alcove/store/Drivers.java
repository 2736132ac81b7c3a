package alcove.store;

import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Connections straight from the driver, without the search for drivers that costs a start time. */
final class Drivers {
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
