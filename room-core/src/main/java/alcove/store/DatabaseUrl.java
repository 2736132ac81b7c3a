package alcove.store;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Where the registry's database is. Immutable. */
public sealed interface DatabaseUrl {
  /** A file of H2, without its ending {@code .mv.db}. */
  record H2File(Path path) implements DatabaseUrl {
    /** The ending of the file that H2 makes of it. */
    static final String ENDING = ".mv.db";

    /** The file that H2 keeps it in. */
    public Path file() {
      return path.resolveSibling(path.getFileName() + ENDING);
    }

    /**
     * {@code async:} lets no interrupt close the file, and {@code WRITE_DELAY=0} hands each commit
     * to the operating system before it is acknowledged.
     */
    @Override
    public String jdbc() {
      return "jdbc:h2:async:" + path.toAbsolutePath() + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
    }
  }

  /** A database in memory, gone with its last connection. */
  record H2Memory(String name) implements DatabaseUrl {
    @Override
    public String jdbc() {
      return "jdbc:h2:mem:" + name + ";DB_CLOSE_ON_EXIT=FALSE";
    }
  }

  /** A server. */
  record PostgreSql(String jdbc) implements DatabaseUrl {
    @Override
    public String toString() {
      return "PostgreSql[...]";
    }
  }

  /** The URL for the driver; may hold a password. */
  String jdbc();

  /** Whether {@code CHECKPOINT SYNC} is how a commit reaches the disk. */
  default boolean isH2() {
    return !(this instanceof PostgreSql);
  }

  /** The server that an operator's {@code jdbc:postgresql:...} names; else nothing. */
  static Optional<DatabaseUrl> parse(String text) {
    return text.toLowerCase(Locale.ROOT).startsWith("jdbc:postgresql:")
        ? Optional.of(new PostgreSql(text))
        : Optional.empty();
  }

  /** The usual place, in a data directory. */
  static H2File in(Path data) {
    return new H2File(data.resolve("room"));
  }
}
