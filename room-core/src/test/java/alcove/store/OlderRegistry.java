package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;

import alcove.identity.FeedId;
import java.io.IOException;
import java.io.StringReader;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Named;

/**
 * A registry that an older Alcove has made, from the folder {@code older} of the test resources,
 * which says how.
 *
 * @param schema what that Alcove knew
 * @param servers where an empty database of a server comes from, if it is on one
 * @param kind the name of the folder of its kind
 */
record OlderRegistry(int schema, Supplier<DatabaseUrl> servers, String kind) {
  private static final Pattern FOR_PSQL =
      Pattern.compile("^(?:\\\\.*|SELECT pg_catalog\\.set_config.*)$", Pattern.MULTILINE);

  /** All there are, on each database. */
  static Stream<Named<OlderRegistry>> all() {
    return Stream.concat(files(), of("postgresql", TestDatabases.servers()));
  }

  /** Those whose audit log was of another form. */
  static Stream<Named<OlderRegistry>> withFormerAuditLog() {
    return all().filter(older -> older.getPayload().schema() < 5);
  }

  /** Those in files. */
  static Stream<Named<OlderRegistry>> files() {
    return of("h2", Stream.of(Named.of("H2", TestDatabases::h2)));
  }

  private static Stream<Named<OlderRegistry>> of(
      String kind, Stream<Named<Supplier<DatabaseUrl>>> databases) {
    return databases.flatMap(
        database ->
            Stream.iterate(1, schema -> schema < Migrations.OWN.newest(), schema -> schema + 1)
                .map(schema -> new OlderRegistry(schema, database.getPayload(), kind))
                .map(older -> Named.of(database.getName() + ", schema " + older.schema(), older)));
  }

  private Path folder() {
    try {
      var folder = OlderRegistry.class.getResource("older/schema-" + schema + "/" + kind);
      assertThat(folder).as("a registry of schema %s on %s", schema, kind).isNotNull();
      return Path.of(Objects.requireNonNull(folder).toURI());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** Puts it into an empty data directory, and onto its server. */
  DatabaseUrl in(Path data) throws IOException, SQLException {
    try (ZipFile zip = new ZipFile(folder().resolve("data.zip").toFile())) {
      for (var entry : zip.stream().toList()) {
        Files.copy(zip.getInputStream(entry), data.resolve(entry.getName()));
      }
    }
    return kind.equals("h2") ? DatabaseUrl.in(data) : onServer();
  }

  private DatabaseUrl onServer() throws IOException, SQLException {
    DatabaseUrl url = servers.get();
    String schemaName = url.jdbc().replaceAll(".*currentSchema=", "");
    String dump = Files.readString(folder().resolve("dump.sql"));
    String own = FOR_PSQL.matcher(dump).replaceAll("").replace("public.", schemaName + ".");
    try (var connection = Drivers.source(url).getConnection();
        var statement = connection.createStatement()) {
      statement.execute(own);
    }
    return url;
  }

  /** What its people know, by name. */
  String secret(String name) throws IOException {
    Properties secrets = new Properties();
    secrets.load(new StringReader(Files.readString(folder().resolve("secrets.properties"))));
    return Objects.requireNonNull(secrets.getProperty(name), name);
  }

  FeedId id(String name) throws Exception {
    return FeedId.parse(secret(name));
  }

  /** When its last change was made. */
  Instant made() throws IOException {
    return Instant.parse(secret("made"));
  }

  /** The rows of all tables, each as its columns with what is in them, by its name. */
  static SortedMap<String, List<SortedMap<String, String>>> rows(DatabaseUrl url)
      throws SQLException {
    SortedMap<String, List<SortedMap<String, String>>> rows = new TreeMap<>();
    try (Connection connection = Drivers.source(url).getConnection()) {
      for (String table : new Catalog(connection).tables()) {
        rows.put(table.toLowerCase(Locale.ROOT), rows(connection, table));
      }
    }
    return rows;
  }

  private static List<SortedMap<String, String>> rows(Connection connection, String table)
      throws SQLException {
    List<SortedMap<String, String>> rows = new ArrayList<>();
    try (var statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT * FROM " + table)) {
      var columns = row.getMetaData();
      while (row.next()) {
        SortedMap<String, String> values = new TreeMap<>();
        for (int column = 1; column <= columns.getColumnCount(); column++) {
          values.put(
              columns.getColumnName(column).toLowerCase(Locale.ROOT),
              String.valueOf(row.getString(column)));
        }
        rows.add(values);
      }
    }
    rows.sort(Comparator.comparing(Object::toString));
    return rows;
  }
}
