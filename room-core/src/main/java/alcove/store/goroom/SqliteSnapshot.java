package alcove.store.goroom;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * A SQLite database of another program as it is at this moment: one read transaction, and not a
 * byte is written to the directory it lies in.
 *
 * <p>A database whose program died while it wrote must be repaired before it can be read, and the
 * repair writes. Then a private copy is repaired and read, and deleted on {@link #close}. Confined
 * to one thread; blocks.
 */
final class SqliteSnapshot implements AutoCloseable {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 100;

  /** Header byte that says how the file is written: 2 is with a write-ahead log. */
  private static final int WRITE_VERSION = 18;

  private static final int MAX_WAIT_MILLIS = 5_000;

  private final Connection connection;
  private final Optional<PrivateCopy> copy;

  private SqliteSnapshot(Connection connection, Optional<PrivateCopy> copy) {
    this.connection = connection;
    this.copy = copy;
  }

  /**
   * Opens the database and looks it over.
   *
   * @throws GoRoomException if it cannot be read, is no SQLite database, or is damaged
   */
  static SqliteSnapshot open(Path file) throws GoRoomException {
    try {
      var header = header(file);
      return header[WRITE_VERSION] == 1 ? openInPlace(file) : openCopy(file);
    } catch (SQLException e) {
      throw refusal(file, e);
    } catch (IOException e) {
      throw new GoRoomException(file + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Its transaction sees the same state from first to last. */
  Connection connection() {
    return connection;
  }

  /** Whether its program had died while it wrote, so that what it had begun was undone. */
  boolean isRepaired() {
    return copy.isPresent();
  }

  @Override
  public void close() throws GoRoomException {
    try {
      connection.close();
      if (copy.isPresent()) {
        copy.get().close();
      }
    } catch (SQLException | IOException e) {
      throw new GoRoomException("cannot put away what was read: " + e.getMessage(), e);
    }
  }

  /** What SQLite itself says is wrong with a file, in words for the one who has it. */
  static GoRoomException refusal(Path file, SQLException e) {
    var code = e instanceof SQLiteException sqlite ? sqlite.getResultCode() : null;
    if (code == SQLiteErrorCode.SQLITE_BUSY || code == SQLiteErrorCode.SQLITE_LOCKED) {
      return new GoRoomException(file + " is being written: stop go-ssb-room first", e);
    }
    if (code == SQLiteErrorCode.SQLITE_CORRUPT || code == SQLiteErrorCode.SQLITE_NOTADB) {
      return damaged(file, "its structure is broken");
    }
    return new GoRoomException(file + " cannot be read: " + e.getMessage(), e);
  }

  private static SqliteSnapshot openInPlace(Path file)
      throws GoRoomException, IOException, SQLException {
    try {
      return new SqliteSnapshot(connect(file, file, true), Optional.empty());
    } catch (SQLiteException e) {
      if (e.getResultCode() == SQLiteErrorCode.SQLITE_READONLY_ROLLBACK) {
        return openCopy(file);
      }
      throw e;
    }
  }

  private static SqliteSnapshot openCopy(Path file)
      throws GoRoomException, IOException, SQLException {
    var copy = PrivateCopy.of(file);
    try {
      return new SqliteSnapshot(connect(copy.file(), file, false), Optional.of(copy));
    } catch (GoRoomException | IOException | SQLException e) {
      copy.close();
      throw e;
    }
  }

  /** Opens {@code file}, and calls it {@code original} in what it says about it. */
  private static Connection connect(Path file, Path original, boolean readOnly)
      throws GoRoomException, IOException, SQLException {
    var config = new SQLiteConfig();
    config.setReadOnly(readOnly);
    config.setBusyTimeout(MAX_WAIT_MILLIS);
    // A URI, since a plain path would be searched for parameters after a question mark.
    var connection = config.createConnection("jdbc:sqlite:" + file.toRealPath().toUri());
    try {
      connection.setAutoCommit(false);
      lookOver(original, connection);
      return connection;
    } catch (GoRoomException | SQLException e) {
      connection.close();
      throw e;
    }
  }

  private static void lookOver(Path file, Connection connection)
      throws GoRoomException, SQLException {
    try (var statement = connection.createStatement();
        var found = statement.executeQuery("PRAGMA quick_check(1)")) {
      var verdict = found.next() ? found.getString(1) : "no answer";
      if (!verdict.equals("ok")) {
        throw damaged(file, verdict.lines().findFirst().orElse(""));
      }
    }
  }

  private static byte[] header(Path file) throws IOException, GoRoomException {
    try (var in = Files.newInputStream(file)) {
      byte[] header = in.readNBytes(HEADER);
      if (header.length == 0) {
        throw new GoRoomException(file + " is empty");
      }
      if (header.length < HEADER || !Arrays.equals(MAGIC, Arrays.copyOf(header, MAGIC.length))) {
        throw new GoRoomException(file + " is not a SQLite database");
      }
      return header;
    }
  }

  private static GoRoomException damaged(Path file, String how) {
    return new GoRoomException(
        "%s is damaged (%s): repair a copy of it first, sqlite3's .recover may help"
            .formatted(file, how));
  }

  /**
   * A copy of a SQLite database and of the journals beside it, in a directory of its own that
   * nobody else may enter.
   */
  record PrivateCopy(Path file) implements AutoCloseable {
    /** What SQLite needs to finish or undo what was interrupted. */
    private static final List<String> JOURNALS = List.of("-journal", "-wal");

    /** Copies a database that no program is writing. */
    static PrivateCopy of(Path database) throws IOException {
      var original = database.toRealPath();
      var copy = new PrivateCopy(Files.createTempDirectory("alcove-import-").resolve("roomdb"));
      try {
        Files.copy(original, copy.file);
        for (var suffix : JOURNALS) {
          var journal = original.resolveSibling(original.getFileName() + suffix);
          if (Files.exists(journal)) {
            Files.copy(journal, copy.file.resolveSibling(copy.file.getFileName() + suffix));
          }
        }
        return copy;
      } catch (IOException e) {
        copy.close();
        throw e;
      }
    }

    /** Deletes the copy and whatever was made beside it. */
    @Override
    public void close() throws IOException {
      var directory = file.resolveSibling("");
      try (var files = Files.list(directory)) {
        for (var each : files.toList()) {
          Files.delete(each);
        }
      }
      Files.delete(directory);
    }
  }
}
