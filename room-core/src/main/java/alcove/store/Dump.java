package alcove.store;

import alcove.room.model.StorageException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All rows of a registry at one moment, as text: for each table a JSON object a line, a member a
 * column. Whatever is read of it, and however often, is of that moment. Rows are read one after the
 * other, never held. Confined to its connection.
 */
public final class Dump {
  private static final int BUFFER = 1 << 16;

  /** What a server sends before it is asked again: the largest row has a MiB. */
  private static final int AT_ONCE = 100;

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final BigInteger BITS_256 = BigInteger.ONE.shiftLeft(256);

  private final Connection connection;
  private final SortedMap<String, String> names = new TreeMap<>();
  private final int schema;

  /** What a table had. */
  public record Sum(long rows, String sha256) {
    /** Of rows in the order in which {@link Dump#write} writes them. */
    public Sum {
      if (rows < 0) {
        throw new IllegalArgumentException("rows " + rows);
      }
    }
  }

  /** Of what a connection sees. */
  Dump(Connection connection) throws SQLException {
    this.connection = connection;
    Catalog catalog = new Catalog(connection);
    for (String table : catalog.tables()) {
      names.put(table.toLowerCase(Locale.ROOT), table);
    }
    this.schema = catalog.history().size();
  }

  /** The newest schema that this program knows. */
  public static int newestSchema() {
    return Migrations.OWN.newest();
  }

  /** The schema that the rows are of. */
  public int schema() {
    return schema;
  }

  /**
   * What all tables have, by their names in lower case. Reads all rows.
   *
   * @throws StorageException if they cannot be read
   */
  public SortedMap<String, Sum> sums() {
    SortedMap<String, Sum> sums = new TreeMap<>();
    try {
      for (String table : names.keySet()) {
        sums.put(table, write(table, OutputStream.nullOutputStream()));
      }
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
    return sums;
  }

  /**
   * Writes the rows of one table, in UTF-8.
   *
   * @throws StorageException if they cannot be read
   * @throws IOException if they cannot be written
   */
  public Sum write(String table, OutputStream out) throws IOException {
    MessageDigest digest = sha256();
    var lines = new BufferedOutputStream(new DigestOutputStream(out, digest), BUFFER);
    long count = 0;
    try (Cursor rows = rows(table)) {
      for (ObjectNode row = rows.next(); row != null; row = rows.next()) {
        lines.write(row.toString().getBytes(StandardCharsets.UTF_8));
        lines.write('\n');
        count++;
      }
      lines.flush();
    } catch (SQLException e) {
      throw Failures.running(e);
    }
    return new Sum(count, HexFormat.of().formatHex(digest.digest()));
  }

  /**
   * The same whatever the order of rows, which databases have each of their own: the sum of the
   * SHA-256 of each row.
   *
   * @throws StorageException if they cannot be read
   */
  public SortedMap<String, Sum> contents() {
    SortedMap<String, Sum> contents = new TreeMap<>();
    for (String table : names.keySet()) {
      contents.put(table, contents(table));
    }
    return contents;
  }

  private Sum contents(String table) {
    MessageDigest digest = sha256();
    BigInteger sum = BigInteger.ZERO;
    long count = 0;
    try (Cursor rows = rows(table)) {
      for (ObjectNode row = rows.next(); row != null; row = rows.next()) {
        byte[] text = row.toString().getBytes(StandardCharsets.UTF_8);
        sum = sum.add(new BigInteger(1, digest.digest(text))).mod(BITS_256);
        count++;
      }
    } catch (SQLException e) {
      throw Failures.running(e);
    }
    return new Sum(count, sum.toString(16));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The rows of one table, in the order of its key. */
  Cursor rows(String table) throws SQLException {
    String name = names.get(table);
    if (name == null) {
      throw new IllegalArgumentException("table " + table);
    }
    List<String> key = new Catalog(connection).key(name);
    String order = key.isEmpty() ? "" : " ORDER BY \"" + String.join("\", \"", key) + "\"";
    Statement statement = connection.createStatement();
    try {
      statement.setFetchSize(AT_ONCE);
      return new Cursor(
          statement, statement.executeQuery("SELECT * FROM \"" + name + "\"" + order));
    } catch (SQLException e) {
      statement.close();
      throw e;
    }
  }

  /** A way through rows. */
  static final class Cursor implements Load.Supply {
    private final Statement statement;
    private final ResultSet row;
    private final List<Column> columns;

    private Cursor(Statement statement, ResultSet row) throws SQLException {
      this.statement = statement;
      this.row = row;
      this.columns = Column.of(row.getMetaData());
    }

    @Override
    public @Nullable ObjectNode next() throws SQLException {
      if (!row.next()) {
        return null;
      }
      ObjectNode object = JSON.createObjectNode();
      for (Column column : columns) {
        object.set(column.name(), column.read(row));
      }
      return object;
    }

    @Override
    public void close() throws SQLException {
      statement.close();
    }
  }
}
