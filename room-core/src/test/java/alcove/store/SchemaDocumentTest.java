package alcove.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What {@code docs/schema.md} says is all that there is. */
class SchemaDocumentTest {
  private static final Path DOCUMENT = Path.of("docs", "schema.md");

  @Test
  void document_namesEveryTableAndEveryColumn() throws Exception {
    String text = Files.readString(document());
    DatabaseUrl url = TestDatabases.h2();
    try (Database database = Database.open(url);
        var connection = Drivers.source(url).getConnection()) {
      assertThat(database.isUsable()).isTrue();
      for (String table : new Catalog(connection).tables()) {
        String name = table.toLowerCase(Locale.ROOT);
        assertThat(text).contains("| `" + name + "` | ");
        int begin = text.indexOf("**`" + name + "`**");
        String paragraph = text.substring(begin, text.indexOf("\n\n", begin));
        for (String column : columns(connection, table)) {
          assertThat(paragraph).contains("`" + column + "`");
        }
      }
    }
  }

  private static List<String> columns(Connection connection, String table) throws Exception {
    List<String> names = new ArrayList<>();
    try (var row = connection.getMetaData().getColumns(null, null, table, null)) {
      while (row.next()) {
        names.add(row.getString("COLUMN_NAME").toLowerCase(Locale.ROOT));
      }
    }
    return names;
  }

  /** Maven runs tests in the module's directory, other tools in the one above. */
  private static Path document() {
    Path here = Path.of("").toAbsolutePath();
    while (!Files.exists(here.resolve(DOCUMENT))) {
      here = here.getParent();
      assertThat(here).as("a directory above with " + DOCUMENT).isNotNull();
    }
    return here.resolve(DOCUMENT);
  }
}
