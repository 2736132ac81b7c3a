package alcove.store;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.postgresql.Driver;

/** The place of the registry's database. Immutable. */
public sealed interface DatabaseUrl {
  /**
   * A file of H2, without its ending {@code .mv.db}.
   *
   * @param path neither a semicolon nor a backslash may be in it, because they mean something in
   *     the URL
   */
  record H2File(Path path) implements DatabaseUrl {
    /** The ending of the file that H2 makes of it. */
    static final String ENDING = ".mv.db";

    private static final int MINUTE = 60_000;

    /** The file that H2 keeps it in. */
    public Path file() {
      return path.resolveSibling(path.getFileName() + ENDING);
    }

    /** The name of the file after it was written anew, until the next start. */
    public Path former() {
      return path.resolveSibling(path.getFileName() + "-old" + ENDING);
    }

    /** Never makes a database: whatever happens to the file, no empty one takes its place. */
    @Override
    public String jdbc() {
      return creating() + ";IFEXISTS=TRUE";
    }

    /** For looking at it without changing a byte, and without holding it all in memory. */
    String readOnly() {
      return jdbc() + ";ACCESS_MODE_DATA=r;LAZY_QUERY_EXECUTION=TRUE";
    }

    /**
     * Makes a database where there is none. {@code async:} lets no interrupt close the file, {@code
     * WRITE_DELAY=0} hands each commit to the operating system before it is acknowledged. {@code
     * REUSE_SPACE=FALSE} has H2 write behind all that it wrote before: a process that is killed
     * while it writes over old data may go back behind commits it had acknowledged. The trace file
     * would hold statements and what was in them.
     */
    String creating() {
      return creating(0);
    }

    /**
     * The same for filling a draft, which nobody is told of before it is on the disk. Writing
     * seldom makes it half as large.
     */
    String drafting() {
      return creating(MINUTE);
    }

    private String creating(int writeDelay) {
      return "jdbc:h2:async:"
          + path.toAbsolutePath()
          + ";WRITE_DELAY="
          + writeDelay
          + ";REUSE_SPACE=FALSE;DB_CLOSE_ON_EXIT=FALSE;TRACE_LEVEL_FILE=0";
    }

    @Override
    public String shown() {
      return "database " + file();
    }
  }

  /** A database in memory, gone with its last connection. */
  record H2Memory(String name) implements DatabaseUrl {
    @Override
    public String jdbc() {
      return "jdbc:h2:mem:" + name + ";DB_CLOSE_ON_EXIT=FALSE";
    }

    @Override
    public String shown() {
      return "database in memory";
    }
  }

  /** A server. */
  record PostgreSql(String jdbc) implements DatabaseUrl {
    @Override
    public String shown() {
      return "PostgreSQL database";
    }

    @Override
    public String toString() {
      return "PostgreSql[...]";
    }
  }

  /** The URL for the driver; may hold a password. */
  String jdbc();

  /** What messages call it; holds no password. */
  String shown();

  /** Whether {@code CHECKPOINT SYNC} is how a commit reaches the disk. */
  default boolean isH2() {
    return !(this instanceof PostgreSql);
  }

  /** The server that an operator's {@code jdbc:postgresql:...} names; else nothing. */
  static Optional<DatabaseUrl> parse(String text) {
    return text.toLowerCase(Locale.ROOT).startsWith("jdbc:postgresql:")
            && Driver.parseURL(text, null) != null
        ? Optional.of(new PostgreSql(text))
        : Optional.empty();
  }

  /** The usual place, in a data directory. */
  static H2File in(Path data) {
    return new H2File(data.resolve("room"));
  }
}
