package alcove.store;

import org.jdbi.v3.core.Handle;

/**
 * The time that statements may take, which for once is lifted: all of a large registry takes longer
 * on a busy machine. Nobody waits for a lock longer than otherwise. Immutable.
 */
enum Limit {
  /** Nothing is lifted. */
  NONE,
  /** H2's belongs to the connection. */
  OF_CONNECTION,
  /** PostgreSQL's can belong to the transaction. */
  OF_TRANSACTION;

  static Limit of(DatabaseUrl url) {
    return url.isH2() ? OF_CONNECTION : OF_TRANSACTION;
  }

  /** Sets it again when it is closed. */
  interface Lifted extends AutoCloseable {
    @Override
    void close();
  }

  Lifted lifted(Handle handle) {
    if (this != OF_CONNECTION) {
      return () -> {};
    }
    handle.execute("SET QUERY_TIMEOUT 0");
    return () -> handle.execute(Connections.LIMIT_OF_H2);
  }

  void liftIn(Handle transaction) {
    if (this == OF_TRANSACTION) {
      transaction.execute("SET LOCAL statement_timeout = 0");
      transaction.execute("SET LOCAL lock_timeout = " + Connections.STATEMENT_MILLISECONDS);
    }
  }
}
