package alcove.store;

import alcove.room.model.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;

/** A {@link Dump} that was written down. Its rows are read one after the other, never held. */
public interface DumpFile {
  /** The schema that the rows are of. */
  int schema();

  /** The names of its tables, in lower case. */
  Set<String> tables();

  /** Opens what was written of one table. The caller closes it. */
  InputStream open(String table) throws IOException;

  /**
   * Makes a new database out of it, of its schema. One on a server is no registry until {@link
   * RegistryPlace#complete}. Blocks.
   *
   * @param emptied the tables whose rows are left out
   * @throws StorageException if it is not a dump of such a registry; then the place is as empty as
   *     it was
   */
  default void fill(DatabaseUrl place, Set<String> emptied) {
    switch (place) {
      case DatabaseUrl.H2File file ->
          RegistryFile.of(file, Migrations.OWN)
              .make(schema(), empty -> load(new Load(empty, Load.Rows.KEPT_AT_ONCE), emptied));
      case DatabaseUrl.PostgreSql server ->
          RegistryServer.make(
              server, schema(), empty -> load(new Load(empty, Load.Rows.KEPT_TOGETHER), emptied));
      case DatabaseUrl.H2Memory memory ->
          throw new IllegalArgumentException(memory + " (expected a place that lasts)");
    }
  }

  /**
   * Tries each row in a database in memory that holds a thousand of them at most. Blocks.
   *
   * @throws StorageException if it is not a dump of such a registry
   */
  default void rehearse() {
    DatabaseUrl.H2Memory place = new DatabaseUrl.H2Memory("rehearsal-" + UUID.randomUUID());
    DataSource source = Drivers.source(place);
    try (Connection connection = source.getConnection()) {
      Migrations.OWN.run(place, source, schema());
      load(new Load(connection, Load.Rows.TRIED), Set.of());
    } catch (SQLException | IOException e) {
      throw new StorageException(Failures.reason(e), e);
    }
  }

  private void load(Load load, Set<String> emptied) throws SQLException, IOException {
    load.all(
        tables(),
        table -> new Lines(emptied.contains(table) ? InputStream.nullInputStream() : open(table)));
  }
}
